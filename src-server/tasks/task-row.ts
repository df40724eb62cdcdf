import type { JsonObject, Task, TaskStatus } from '../../src-shared/schema/task.ts';
import { formatTimestamp, timestampMicros } from '../../src-shared/time/timestamp.ts';
import type { SqlValue } from '../store/database.ts';
import { type Columns, type ColumnType, insertStatement, type RowBatch, type RowStatement, updateStatement } from '../store/row-batch.ts';
import type { SourceState, StoredTask } from './stored-task.ts';

/** A row of `tasks`, as both databases give it back. */
export interface TaskRow {
  uid: string;
  seq: number;
  version: number;
  status: TaskStatus;
  status_at: number;
  assignee_uid: string | null;
  queue_uid: string | null;
  queue_override: string | null;
  due_at: number;
  created_at: number;
  updated_at: number;
  started_at: number | null;
  done_at: number | null;
  snooze_expires_at: number | null;
  fields: string;
  integrations: string;
  skills: string;
  priority: number | null;
  due_target_minutes: number | null;
  source_state: string;
  deleted: number;
}

/** A column, what it holds of a task, and whether a write changed that: of JSON, what is the same object did not change. */
interface Column {
  name: keyof TaskRow;
  type: ColumnType;
  read: (row: RowToSave) => SqlValue;
  isChanged: (before: StoredTask, after: StoredTask) => boolean;
}

// Functions that look at one attribute each: the engine makes more of them than of one that gets the attribute's name.
const COLUMNS: readonly Column[] = [
  column(
    'uid',
    'TEXT',
    ({ stored }) => stored.task.uid,
    (a, b) => a.task.uid !== b.task.uid,
  ),
  column(
    'seq',
    'BIGINT',
    ({ stored }) => stored.seq,
    () => true,
  ),
  column(
    'version',
    'BIGINT',
    ({ stored }) => stored.task.version,
    (a, b) => a.task.version !== b.task.version,
  ),
  column(
    'status',
    'TEXT',
    ({ stored }) => stored.task.status,
    (a, b) => a.task.status !== b.task.status,
  ),
  column(
    'status_at',
    'BIGINT',
    ({ stored }) => timestampMicros(stored.task.status_at),
    (a, b) => a.task.status_at !== b.task.status_at,
  ),
  column(
    'assignee_uid',
    'TEXT',
    ({ stored }) => stored.task.assignee_uid,
    (a, b) => a.task.assignee_uid !== b.task.assignee_uid,
  ),
  column(
    'queue_uid',
    'TEXT',
    ({ stored }) => stored.task.queue_uid,
    (a, b) => a.task.queue_uid !== b.task.queue_uid,
  ),
  column(
    'queue_override',
    'TEXT',
    ({ stored }) => stored.queueOverride,
    (a, b) => a.queueOverride !== b.queueOverride,
  ),
  column(
    'due_at',
    'BIGINT',
    ({ stored }) => timestampMicros(stored.task.due_at),
    (a, b) => a.task.due_at !== b.task.due_at,
  ),
  column(
    'created_at',
    'BIGINT',
    ({ stored }) => timestampMicros(stored.task.created_at),
    (a, b) => a.task.created_at !== b.task.created_at,
  ),
  column(
    'updated_at',
    'BIGINT',
    ({ stored }) => timestampMicros(stored.task.updated_at),
    (a, b) => a.task.updated_at !== b.task.updated_at,
  ),
  column(
    'started_at',
    'BIGINT',
    ({ stored }) => micros(stored.task.started_at),
    (a, b) => a.task.started_at !== b.task.started_at,
  ),
  column(
    'done_at',
    'BIGINT',
    ({ stored }) => micros(stored.task.done_at),
    (a, b) => a.task.done_at !== b.task.done_at,
  ),
  column(
    'snooze_expires_at',
    'BIGINT',
    ({ stored }) => micros(stored.task.snooze_expires_at),
    (a, b) => a.task.snooze_expires_at !== b.task.snooze_expires_at,
  ),
  column(
    'fields',
    'TEXT',
    ({ fieldsJson }) => fieldsJson,
    (a, b) => a.task.fields !== b.task.fields,
  ),
  column(
    'integrations',
    'TEXT',
    ({ integrationsJson }) => integrationsJson,
    (a, b) => a.task.integrations !== b.task.integrations,
  ),
  column(
    'skills',
    'TEXT',
    ({ stored }) => JSON.stringify(stored.task.skills),
    (a, b) => a.task.skills !== b.task.skills,
  ),
  column(
    'priority',
    'DOUBLE PRECISION',
    ({ stored }) => stored.task.priority,
    (a, b) => a.task.priority !== b.task.priority,
  ),
  column(
    'due_target_minutes',
    'BIGINT',
    ({ stored }) => stored.task.due_target_minutes ?? null,
    (a, b) => a.task.due_target_minutes !== b.task.due_target_minutes,
  ),
  column(
    'source_state',
    'TEXT',
    ({ stored }) => JSON.stringify(stored.sourceState),
    (a, b) => a.sourceState !== b.sourceState,
  ),
  column(
    'deleted',
    'BIGINT',
    ({ stored }) => (stored.deleted ? 1 : 0),
    (a, b) => a.deleted !== b.deleted,
  ),
];

function column(name: Column['name'], type: ColumnType, read: Column['read'], isChanged: Column['isChanged']): Column {
  return { name, type, read, isChanged };
}

/** For `SELECT`: every column that `storedTaskOf` reads. */
export const TASK_COLUMNS = COLUMNS.map(({ name }) => name).join(', ');

/** The same, of a table that is called by another name in the statement. */
export function taskColumnsOf(alias: string): string {
  return COLUMNS.map(({ name }) => `${alias}.${name}`).join(', ');
}

const INSERT_TASK = insertStatement('tasks', { ...typesOf(COLUMNS), feed_at: 'BIGINT' });

/** A row with the two long texts made already: their size was looked at. */
export interface RowToSave {
  stored: StoredTask;
  /** See `FeedPlace`. */
  feedAt: number;
  fieldsJson: string;
  integrationsJson: string;
}

export function insertTask(rows: RowBatch, row: RowToSave): void {
  const values = COLUMNS.map(({ read }) => read(row));
  values.push(row.feedAt);
  rows.add(INSERT_TASK, values);
}

/** Sets what differs alone: the indexes on everything else are left in peace. */
export function updateTask(rows: RowBatch, before: StoredTask, row: RowToSave): void {
  const values: SqlValue[] = [];
  let changed = 0;
  let bit = 1;
  for (const { isChanged, read } of COLUMNS) {
    if (isChanged(before, row.stored)) {
      values.push(read(row));
      changed |= bit;
    }
    bit *= 2;
  }
  values.push(row.feedAt, row.stored.task.uid);
  rows.add(updateOf(changed), values);
}

/** By the columns that they set, a bit for each: few differ. */
const updates = new Map<number, RowStatement>();

function updateOf(changed: number): RowStatement {
  const known = updates.get(changed);
  if (known) return known;
  const types = typesOf(COLUMNS.filter((_, index) => (changed & (1 << index)) !== 0));
  const made = updateStatement('tasks', { ...types, feed_at: 'BIGINT' }, 'uid');
  updates.set(changed, made);
  return made;
}

function typesOf(columns: readonly Column[]): Columns {
  return Object.fromEntries(columns.map(({ name, type }) => [name, type]));
}

export function storedTaskOf(row: TaskRow): StoredTask {
  return {
    task: taskOf(row),
    seq: row.seq,
    deleted: row.deleted !== 0,
    queueOverride: row.queue_override,
    sourceState: row.source_state === '{}' ? {} : (JSON.parse(row.source_state) as Record<string, SourceState>),
  };
}

export function taskOf(row: TaskRow): Task {
  const task: Task = {
    uid: row.uid,
    status: row.status,
    status_at: formatTimestamp(row.status_at),
    assignee_uid: row.assignee_uid,
    queue_uid: row.queue_uid,
    due_at: formatTimestamp(row.due_at),
    created_at: formatTimestamp(row.created_at),
    updated_at: formatTimestamp(row.updated_at),
    started_at: moment(row.started_at),
    done_at: moment(row.done_at),
    snooze_expires_at: moment(row.snooze_expires_at),
    fields: JSON.parse(row.fields) as JsonObject,
    integrations: row.integrations === '{}' ? {} : (JSON.parse(row.integrations) as JsonObject),
    skills: row.skills === '[]' ? [] : (JSON.parse(row.skills) as string[]),
    priority: row.priority,
    version: row.version,
  };
  if (row.due_target_minutes !== null) task.due_target_minutes = row.due_target_minutes;
  return task;
}

function moment(value: number | null): string | null {
  return value === null ? null : formatTimestamp(value);
}

function micros(value: string | null): number | null {
  return value === null ? null : timestampMicros(value);
}
