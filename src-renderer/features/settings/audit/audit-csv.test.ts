import { expect, test } from 'vitest';
import type { AuditEntry } from '../../../../src-shared/schema/audit.ts';
import { auditCsv, readAuditLines } from './audit-csv.ts';

const ENTRY: AuditEntry = {
  id: 'event_1',
  seq: 7,
  at: '2026-11-21T07:00:00.000000+00:00',
  actor: { kind: 'user', id: 'user_1', name: '=HYPERLINK("http://x")' },
  action: 'users.change',
  task: null,
  subject: 'user_2',
  address: '127.0.0.1',
  details: { name: 'Bo, "the"\nsecond' },
};

test('cells with commas, quotes and line breaks stay one cell', () => {
  const [, line = ''] = auditCsv([ENTRY]).split('\r\n');
  expect(line).toContain('"{""name"":""Bo, \\""the\\""\\nsecond""}"');
});

test('what a spreadsheet would run is text', () => {
  expect(auditCsv([ENTRY])).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(auditCsv([{ ...ENTRY, seq: -1 }])).toContain(',-1,');
});

test('every line of an export is an entry', () => {
  expect(readAuditLines(`${JSON.stringify(ENTRY)}\n${JSON.stringify(ENTRY)}\n`)).toEqual([ENTRY, ENTRY]);
});
