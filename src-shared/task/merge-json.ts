import type { JsonObject, JsonValue } from '../schema/task.ts';

/**
 * Key by key at the top level; null removes a key. Gives back `base` itself when nothing changes, and `patch` itself when
 * nothing else is left.
 */
export function mergeJson(base: JsonObject, patch: JsonObject): JsonObject {
  const keys = Object.keys(patch);
  if (keys.length > 0 && isEmpty(base) && !keys.some((key) => patch[key] === null)) return patch;
  let result: JsonObject | null = null;
  for (const key of keys) {
    const value = patch[key] as JsonValue;
    if (value === null ? !Object.hasOwn(base, key) : Object.hasOwn(base, key) && equalJson(base[key] as JsonValue, value)) continue;
    // Copies `__proto__` as a key like any other.
    result ??= { ...base };
    if (value === null) delete result[key];
    else defineKey(result, key, value);
  }
  return result ?? base;
}

function isEmpty(object: JsonObject): boolean {
  for (const _key in object) return false;
  return true;
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

/** A plain assignment to `__proto__` would change the prototype and lose the integrator's key. */
export function defineKey(target: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
