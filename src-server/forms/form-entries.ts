import type { FormSubmission } from '../../src-shared/schema/form-submission.ts';
import type { JsonObject, TaskStatus } from '../../src-shared/schema/task.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Caller } from '../auth/caller.ts';
import type { Sql } from '../store/database.ts';

/** As long as a repeat of a submission is known as one. */
const REFUSED_KEPT_MICROS = 90 * 24 * 3_600_000_000;
/** Of each form: a script that is wrong must not fill the database. */
const REFUSED_MAXIMUM = 1_000;
const PROBLEMS_MAXIMUM = 20;
const MESSAGE_CHARACTERS = 300;
/** A state is looked for in so many at most: whoever reads on goes on from there. */
const SCANNED_MAXIMUM = 5_000;

export interface NewEntry {
  id: string;
  formId: string;
  /** Null: whoever found the public page. */
  caller: Caller | null;
  nowMicros: number;
  outcome: { taskUid: string } | { problems: readonly { field: string; message: string }[] };
}

export interface EntryPosition {
  atMicros: number;
  id: string;
}

export interface EntryFilter {
  formId: string;
  sinceMicros: number | null;
  untilMicros: number | null;
  state: FormSubmission['state'] | null;
  order: 'asc' | 'desc';
  limit: number;
  after: EntryPosition | null;
}

interface EntryRow {
  id: string;
  at: number;
  sender_kind: FormSubmission['sender']['kind'];
  sender_id: string | null;
  sender_name: string;
  task_uid: string | null;
  problems: string | null;
  status: TaskStatus | null;
  fields: string | null;
}

const STATES = {
  open: "e.task_uid IS NOT NULL AND t.deleted = 0 AND t.status <> 'DONE'",
  done: "e.task_uid IS NOT NULL AND t.deleted = 0 AND t.status = 'DONE'",
  deleted: 'e.task_uid IS NOT NULL AND (t.uid IS NULL OR t.deleted = 1)',
  refused: 'e.task_uid IS NULL',
} as const satisfies Record<FormSubmission['state'], string>;

/** Writes down what came of a submission, in the transaction that decides it. */
export async function insertEntry(sql: Sql, { id, formId, caller, nowMicros, outcome }: NewEntry): Promise<void> {
  const sender = senderOf(caller);
  const taskUid = 'taskUid' in outcome ? outcome.taskUid : null;
  await sql.run(
    `INSERT INTO form_entries (id, form_id, at, sender_kind, sender_id, sender_name, task_uid, problems)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    [id, formId, nowMicros, sender.kind, sender.id, sender.name, taskUid, 'problems' in outcome ? problemsText(outcome.problems) : null],
  );
  if (taskUid !== null) return;
  await sql.run(
    `DELETE FROM form_entries WHERE form_id = ? AND task_uid IS NULL AND at <
       (SELECT at FROM form_entries WHERE form_id = ? AND task_uid IS NULL ORDER BY at DESC LIMIT 1 OFFSET ${REFUSED_MAXIMUM - 1})`,
    [formId, formId],
  );
}

/** A page in the order of time. `next`: null at the end; a page may hold fewer than asked for, and still go on. */
export async function listEntries(
  sql: Sql,
  filter: EntryFilter,
  withFields = false,
): Promise<{ items: FormSubmission[]; next: EntryPosition | null }> {
  const end = filter.state === null ? null : await findScanEnd(sql, filter);
  const { text, values } = placeOf(filter);
  const [upTo, direction] = filter.order === 'desc' ? (['>', 'DESC'] as const) : (['<', 'ASC'] as const);
  const bound = end ? ` AND (e.at ${upTo} ? OR (e.at = ? AND e.id ${upTo}= ?))` : '';
  const rows = await sql.all<EntryRow>(
    `SELECT e.id, e.at, e.sender_kind, e.sender_id, e.sender_name, e.task_uid, e.problems,
       CASE WHEN t.deleted = 0 THEN t.status END AS status, CASE WHEN t.deleted = 0 THEN t.fields END AS fields
     FROM form_entries e LEFT JOIN tasks t ON t.uid = e.task_uid
     WHERE ${text}${bound}${filter.state === null ? '' : ` AND ${STATES[filter.state]}`}
     ORDER BY e.at ${direction}, e.id ${direction} LIMIT ?`,
    [...values, ...(end ? [end.atMicros, end.atMicros, end.id] : []), filter.limit + 1],
  );
  const shown = rows.slice(0, filter.limit);
  const last = shown.at(-1);
  const isFull = rows.length > filter.limit && last !== undefined;
  return {
    items: shown.map((row) => submissionOf(row, withFields)),
    next: isFull ? { atMicros: last.at, id: last.id } : end,
  };
}

/** Gives back how many; call again while it is as many as the limit. */
export function forgetEntries(sql: Sql, formId: string, beforeMicros: number, limit: number): Promise<number> {
  return sql.run(
    'DELETE FROM form_entries WHERE id IN (SELECT id FROM form_entries WHERE form_id = ? AND at < ? ORDER BY at, id LIMIT ?)',
    [formId, beforeMicros, limit],
  );
}

export async function removeEntriesOf(sql: Sql, formId: string): Promise<void> {
  await sql.run('DELETE FROM form_entries WHERE form_id = ?', [formId]);
}

export async function removeEntriesOfTask(sql: Sql, taskUid: string): Promise<void> {
  await sql.run('DELETE FROM form_entries WHERE task_uid = ?', [taskUid]);
}

/** Forgets what was refused long ago. Gives back how many; call again until 0. */
export function pruneRefusedEntries(sql: Sql, nowMicros: number, limit = 500): Promise<number> {
  return sql.run(
    'DELETE FROM form_entries WHERE id IN (SELECT id FROM form_entries WHERE task_uid IS NULL AND at < ? ORDER BY at LIMIT ?)',
    [nowMicros - REFUSED_KEPT_MICROS, limit],
  );
}

/** Where the part ends that is looked through this time; null: that is all there is. */
async function findScanEnd(sql: Sql, filter: EntryFilter): Promise<EntryPosition | null> {
  const { text, values } = placeOf(filter);
  const direction = filter.order === 'desc' ? 'DESC' : 'ASC';
  const row = await sql.get<{ at: number; id: string }>(
    `SELECT e.at, e.id FROM form_entries e WHERE ${text} ORDER BY e.at ${direction}, e.id ${direction} LIMIT 1 OFFSET ?`,
    [...values, SCANNED_MAXIMUM - 1],
  );
  return row ? { atMicros: row.at, id: row.id } : null;
}

function placeOf({ formId, sinceMicros, untilMicros, order, after }: EntryFilter): { text: string; values: (string | number)[] } {
  const values: (string | number)[] = [formId];
  let text = 'e.form_id = ?';
  if (sinceMicros !== null) {
    text += ' AND e.at >= ?';
    values.push(sinceMicros);
  }
  if (untilMicros !== null) {
    text += ' AND e.at < ?';
    values.push(untilMicros);
  }
  if (after) {
    const beyond = order === 'desc' ? '<' : '>';
    text += ` AND (e.at ${beyond} ? OR (e.at = ? AND e.id ${beyond} ?))`;
    values.push(after.atMicros, after.atMicros, after.id);
  }
  return { text, values };
}

function submissionOf(row: EntryRow, withFields: boolean): FormSubmission {
  const fields = row.fields === null ? null : (JSON.parse(row.fields) as JsonObject);
  const title = fields?.title;
  return {
    id: row.id,
    at: formatTimestamp(row.at),
    state: row.task_uid === null ? 'refused' : row.status === null ? 'deleted' : row.status === 'DONE' ? 'done' : 'open',
    sender: { kind: row.sender_kind, id: row.sender_id, name: row.sender_name },
    task_uid: row.task_uid,
    title: typeof title === 'string' ? title : null,
    status: row.status,
    problems: row.problems === null ? [] : (JSON.parse(row.problems) as FormSubmission['problems']),
    ...(withFields ? { fields: fields ?? {} } : {}),
  };
}

function senderOf(caller: Caller | null): FormSubmission['sender'] {
  if (!caller) return { kind: 'public', id: null, name: '' };
  if (caller.kind === 'key') return { kind: 'key', id: caller.keyId, name: caller.name };
  return { kind: 'user', id: caller.user.id, name: caller.user.name };
}

function problemsText(problems: readonly { field: string; message: string }[]): string {
  const short = problems.slice(0, PROBLEMS_MAXIMUM).map(({ field, message }) => ({ field, message: message.slice(0, MESSAGE_CHARACTERS) }));
  return JSON.stringify(short);
}
