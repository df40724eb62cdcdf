import type { JsonObject, Task, TaskStatus } from '../../src-shared/schema/task.ts';
import { formatTimestamp, timestampMicros } from '../../src-shared/time/timestamp.ts';
import type { SqlValue } from '../store/database.ts';
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

const COLUMNS = [
  'uid',
  'seq',
  'version',
  'status',
  'status_at',
  'assignee_uid',
  'queue_uid',
  'queue_override',
  'due_at',
  'created_at',
  'updated_at',
  'started_at',
  'done_at',
  'snooze_expires_at',
  'fields',
  'integrations',
  'skills',
  'priority',
  'source_state',
  'deleted',
] as const satisfies readonly (keyof TaskRow)[];

/** For `SELECT`: every column that `storedTaskOf` reads. */
export const TASK_COLUMNS = COLUMNS.join(', ');

/** The same, of a table that is called by another name in the statement. */
export function taskColumnsOf(alias: string): string {
  return COLUMNS.map((column) => `${alias}.${column}`).join(', ');
}

const CHANGING = COLUMNS.filter((column) => column !== 'uid');

export const INSERT_TASK = `INSERT INTO tasks (${TASK_COLUMNS}) VALUES (${COLUMNS.map(() => '?').join(', ')})`;
/** Takes `taskParameters` with the uid moved to the end. */
export const UPDATE_TASK = `UPDATE tasks SET ${CHANGING.map((column) => `${column} = ?`).join(', ')} WHERE uid = ?`;

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

/** The values of a row in the order of `INSERT_TASK`, the uid first. */
export function taskParameters(stored: StoredTask, fieldsJson: string, integrationsJson: string): SqlValue[] {
  const { task } = stored;
  return [
    task.uid,
    stored.seq,
    task.version,
    task.status,
    timestampMicros(task.status_at),
    task.assignee_uid,
    task.queue_uid,
    stored.queueOverride,
    timestampMicros(task.due_at),
    timestampMicros(task.created_at),
    timestampMicros(task.updated_at),
    micros(task.started_at),
    micros(task.done_at),
    micros(task.snooze_expires_at),
    fieldsJson,
    integrationsJson,
    JSON.stringify(task.skills),
    task.priority,
    JSON.stringify(stored.sourceState),
    stored.deleted ? 1 : 0,
  ];
}

function moment(value: number | null): string | null {
  return value === null ? null : formatTimestamp(value);
}

function micros(value: string | null): number | null {
  return value === null ? null : timestampMicros(value);
}
