import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { redactSecrets } from '../redact-secrets.ts';

const TEXT_CHARACTERS = 400;
const LIST_ITEMS = 10;
const NAMES = 100;
const DEPTH = 6;
const VALUES = 1_000;

/** Records cut to what somebody can look through, without what the source repeats of our credentials. */
export function clipSample(records: readonly JsonObject[], secrets: readonly string[]): JsonObject[] {
  let left = VALUES * records.length;

  function clip(value: JsonValue, depth: number): JsonValue {
    left -= 1;
    if (typeof value === 'string') {
      const text = redactSecrets(value, secrets);
      return text.length <= TEXT_CHARACTERS ? text : `${text.slice(0, TEXT_CHARACTERS)}…`;
    }
    if (value === null || typeof value !== 'object') return value;
    if (depth === 0 || left <= 0) return '…';
    if (Array.isArray(value)) return value.slice(0, LIST_ITEMS).map((entry) => clip(entry, depth - 1));
    return clipObject(value, depth);
  }

  function clipObject(value: JsonObject, depth: number): JsonObject {
    const entries = Object.entries(value).slice(0, NAMES);
    return Object.fromEntries(entries.map(([name, entry]) => [name, clip(entry, depth - 1)]));
  }

  return records.map((record) => clipObject(record, DEPTH));
}
