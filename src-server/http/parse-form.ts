import { isUtf8 } from 'node:buffer';
import type { JsonObject, JsonValue } from '../../src-shared/schema/task.ts';
import { ApiError } from './api-error.ts';

const NESTING_MAXIMUM = 16;

/** A node of the tree while it is built: maps, so that a key such as `__proto__` is a key like any other. */
type Branch = Map<string, Branch | string>;

/** `fields[title]=x&fields[tags][]=a` → `{ fields: { title: 'x', tags: ['a'] } }`. Throws an ApiError when names contradict. */
export function parseForm(text: string): JsonObject {
  if (!isDecodable(text)) throw new ApiError('bad_request', 'The percent-encoding of the form is not UTF-8.');
  const root: Branch = new Map();
  for (const [name, value] of new URLSearchParams(text)) put(root, pathOf(name), value, name);
  return objectOf(root);
}

/** What is encoded otherwise would arrive as U+FFFD, with nobody the wiser. A percent sign that encodes nothing stands for itself. */
function isDecodable(text: string): boolean {
  const encoded = text.match(/(?:%[0-9a-fA-F]{2})+/g) ?? [];
  return encoded.every((run) => isUtf8(Buffer.from(run.replaceAll('%', ''), 'hex')));
}

/** `a[b][c]` → `['a', 'b', 'c']`; a name whose brackets do not close is taken as it stands. */
function pathOf(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  if (!match) return [name];
  const [, first = '', rest = ''] = match;
  return [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, key = '']) => key)];
}

function put(root: Branch, path: readonly string[], value: string, name: string): void {
  if (path.length > NESTING_MAXIMUM) throw new ApiError('bad_request', `${name} is nested more than ${NESTING_MAXIMUM} deep.`);
  let branch = root;
  for (const [index, part] of path.entries()) {
    // `a[]` appends.
    const key = part === '' && index > 0 ? String(branch.size) : part;
    if (index === path.length - 1) {
      if (branch.get(key) instanceof Map) throw new ApiError('bad_request', `${name} is used as a value and as an object.`);
      branch.set(key, value);
      return;
    }
    const next = branch.get(key) ?? new Map();
    if (typeof next === 'string') throw new ApiError('bad_request', `${name} is used as a value and as an object.`);
    branch.set(key, next);
    branch = next;
  }
}

function objectOf(branch: Branch): JsonObject {
  return Object.fromEntries([...branch].map(([key, value]) => [key, jsonOf(value)]));
}

/** Keys 0, 1, 2 … make a list, in whatever order they come. */
function jsonOf(value: Branch | string): JsonValue {
  if (typeof value === 'string') return value;
  const items = Array.from(value, (_entry, index) => value.get(String(index)));
  return items.every((item) => item !== undefined) ? items.map(jsonOf) : objectOf(value);
}
