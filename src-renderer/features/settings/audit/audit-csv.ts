import type { AuditEntry } from '../../../../src-shared/schema/audit.ts';

const COLUMNS: readonly (readonly [name: string, read: (entry: AuditEntry) => unknown])[] = [
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

/** RFC 4180, with a byte order mark: without it spreadsheets take the text for another encoding. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  const lines = [COLUMNS.map(([name]) => name), ...entries.map((entry) => COLUMNS.map(([, read]) => cell(read(entry))))];
  return `\u{feff}${lines.map((line) => `${line.join(',')}\r\n`).join('')}`;
}

function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  // Spreadsheets run what begins like a formula.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The export as the server sends it: an entry a line. */
export function readAuditLines(text: string): AuditEntry[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
