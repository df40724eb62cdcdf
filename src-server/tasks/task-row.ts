import type { JsonObject, Task, TaskStatus } from '../../src-shared/schema/task.ts';
import { formatTimestamp, timestampMicros } from '../../src-shared/time/timestamp.ts';
import type { SqlValue } from '../store/database.ts';
import { type ColumnType, insertStatement, type RowBatch, type RowStatement, updateStatement } from '../store/row-batch.ts';
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
  source_state: string;
  deleted: number;
}

const COLUMN_TYPES = {
  uid: 'TEXT',
  seq: 'BIGINT',
  version: 'BIGINT',
  status: 'TEXT',
  status_at: 'BIGINT',
  assignee_uid: 'TEXT',
  queue_uid: 'TEXT',
  queue_override: 'TEXT',
  due_at: 'BIGINT',
  created_at: 'BIGINT',
  updated_at: 'BIGINT',
  started_at: 'BIGINT',
  done_at: 'BIGINT',
  snooze_expires_at: 'BIGINT',
  fields: 'TEXT',
  integrations: 'TEXT',
  skills: 'TEXT',
  priority: 'DOUBLE PRECISION',
  source_state: 'TEXT',
  deleted: 'BIGINT',
} as const satisfies Record<keyof TaskRow, ColumnType>;
const COLUMNS = Object.keys(COLUMN_TYPES) as (keyof TaskRow)[];

/** For `SELECT`: every column that `storedTaskOf` reads. */
export const TASK_COLUMNS = COLUMNS.join(', ');

/** The same, of a table that is called by another name in the statement. */
export function taskColumnsOf(alias: string): string {
  return COLUMNS.map((column) => `${alias}.${column}`).join(', ');
}

const INSERT_TASK = insertStatement('tasks', { ...COLUMN_TYPES, feed_at: 'BIGINT' });

/** A row with the two long texts made already: their size was looked at. */
export interface RowToSave {
  stored: StoredTask;
  /** See `FeedPlace`. */
  feedAt: number;
  fieldsJson: string;
  integrationsJson: string;
}

export function insertTask(rows: RowBatch, row: RowToSave): void {
  rows.add(INSERT_TASK, [...COLUMNS.map((column) => sqlValueOf(column, row)), row.feedAt]);
}

/** Sets what differs alone: the indexes on everything else are left in peace. */
export function updateTask(rows: RowBatch, before: StoredTask, row: RowToSave): void {
  const changed = COLUMNS.filter((column) => isChanged(column, before, row.stored));
  rows.add(updateOf(changed), [...changed.map((column) => sqlValueOf(column, row)), row.feedAt, row.stored.task.uid]);
}

/** By the columns that they set: few differ. */
const updates = new Map<string, RowStatement>();

function updateOf(changed: readonly (keyof TaskRow)[]): RowStatement {
  const key = changed.join();
  const known = updates.get(key);
  if (known) return known;
  const types = Object.fromEntries(changed.map((column) => [column, COLUMN_TYPES[column]]));
  const made = updateStatement('tasks', { ...types, feed_at: 'BIGINT' }, 'uid');
  updates.set(key, made);
  return made;
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
  return {
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
}

function isChanged(column: keyof TaskRow, before: StoredTask, after: StoredTask): boolean {
  switch (column) {
    case 'seq':
      return true;
    case 'queue_override':
      return before.queueOverride !== after.queueOverride;
    case 'source_state':
      return before.sourceState !== after.sourceState;
    case 'deleted':
      return before.deleted !== after.deleted;
    default:
      // Of JSON, what is the same object did not change.
      return before.task[column] !== after.task[column];
  }
}

function sqlValueOf(column: keyof TaskRow, { stored, fieldsJson, integrationsJson }: RowToSave): SqlValue {
  const { task } = stored;
  switch (column) {
    case 'seq':
      return stored.seq;
    case 'queue_override':
      return stored.queueOverride;
    case 'source_state':
      return JSON.stringify(stored.sourceState);
    case 'deleted':
      return stored.deleted ? 1 : 0;
    case 'fields':
      return fieldsJson;
    case 'integrations':
      return integrationsJson;
    case 'skills':
      return JSON.stringify(task.skills);
    case 'status_at':
    case 'due_at':
    case 'created_at':
    case 'updated_at':
      return timestampMicros(task[column]);
    case 'started_at':
    case 'done_at':
    case 'snooze_expires_at':
      return micros(task[column]);
    default:
      return task[column];
  }
}

function moment(value: number | null): string | null {
  return value === null ? null : formatTimestamp(value);
}

function micros(value: string | null): number | null {
  return value === null ? null : timestampMicros(value);
}
