import { dottedPath, expressionOfPath, type SamplePath } from '../../../../src-shared/connector/sample-path.ts';
import type { JsonObject, JsonValue } from '../../../../src-shared/schema/task.ts';

/** One line of a record that is shown as a tree. */
export interface SampleNode {
  id: string;
  path: SamplePath;
  name: string;
  depth: number;
  value: JsonValue;
  /** Of what holds other values; null: a value itself. */
  isOpen: boolean | null;
}

/** The lines of a record that are not folded away. `folded`: ids. */
export function nodesOf(record: JsonObject, folded: ReadonlySet<string>): SampleNode[] {
  return childrenOf(record, [], folded);
}

function childrenOf(value: JsonValue, path: SamplePath, folded: ReadonlySet<string>): SampleNode[] {
  if (value === null || typeof value !== 'object') return [];
  const entries = Array.isArray(value) ? value.map((entry, at) => [at, entry] as const) : Object.entries(value);
  return entries.flatMap(([step, entry]) => {
    const own = [...path, step];
    const id = JSON.stringify(own);
    const isBranch = entry !== null && typeof entry === 'object' && Object.keys(entry).length > 0;
    const isOpen = isBranch ? !folded.has(id) : null;
    const node: SampleNode = { id, path: own, name: String(step), depth: path.length, value: entry, isOpen };
    return isOpen ? [node, ...childrenOf(entry, own, folded)] : [node];
  });
}

/** What is written down where the node is pointed at; null: it cannot be. Fields of one's own take whole branches too. */
export function writtenFor({ path, isOpen }: SampleNode, isOwnField: boolean): string | null {
  if (isOwnField) return dottedPath(path);
  return isOpen === null ? expressionOfPath(path) : null;
}

/** A name for a field of one's own that is made from this node: the last name on the way to it. */
export function fieldNameOf({ path }: SampleNode): string {
  const names = path.filter((step) => typeof step === 'string');
  return (names.at(-1) ?? '').trim().slice(0, 64);
}
