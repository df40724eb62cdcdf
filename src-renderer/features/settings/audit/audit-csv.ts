import type { AuditEntry } from '../../../../src-shared/schema/audit.ts';
import { type CsvValue, csvText } from '../../../ui/csv.ts';

const COLUMNS: readonly (readonly [name: string, read: (entry: AuditEntry) => CsvValue])[] = [
  ['at', ({ at }) => at],
  ['seq', ({ seq }) => seq],
  ['actor_kind', ({ actor }) => actor.kind],
  ['actor_id', ({ actor }) => actor.id],
  ['actor_name', ({ actor }) => actor.name],
  ['action', ({ action }) => action],
  ['task', ({ task }) => task],
  ['subject', ({ subject }) => subject],
  ['address', ({ address }) => address],
  ['details', ({ details }) => JSON.stringify(details)],
];

/** A line for each entry, under the names of the columns. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  return csvText([COLUMNS.map(([name]) => name), ...entries.map((entry) => COLUMNS.map(([, read]) => read(entry)))]);
}

/** The export as the server sends it: an entry a line. */
export function readAuditLines(text: string): AuditEntry[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
