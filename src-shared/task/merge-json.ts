import type { JsonObject, JsonValue } from '../schema/task.ts';

/** Key by key at the top level; null removes a key. Gives back `base` itself when nothing changes. */
export function mergeJson(base: JsonObject, patch: JsonObject): JsonObject {
  let result: JsonObject | null = null;
  for (const [key, value] of Object.entries(patch)) {
    if (value === null ? !Object.hasOwn(base, key) : Object.hasOwn(base, key) && equalJson(base[key] as JsonValue, value)) continue;
    result ??= copyJson(base);
    if (value === null) delete result[key];
    else defineKey(result, key, value);
  }
  return result ?? base;
}

export function equalJson(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => equalJson(item, b[index] as JsonValue))
    );
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key] as JsonValue, b[key] as JsonValue))
  );
}

function copyJson(base: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(base)) defineKey(copy, key, value);
  return copy;
}

/** A plain assignment to `__proto__` would change the prototype and lose the integrator's key. */
export function defineKey(target: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
