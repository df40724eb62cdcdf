import { listQueues } from '../../src-server/queues/queue-rows.ts';
import type { Database } from '../../src-server/store/database.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow } from '../../src-server/tasks/task-row.ts';
import { type RegisteredHook, readHooks } from '../../src-server/webhooks/hook-book.ts';
import type { Queue } from '../../src-shared/schema/queue.ts';
import type { Task, TaskStatus } from '../../src-shared/schema/task.ts';

export interface OutcomeTask {
  task: Task;
  seq: number;
  deleted: boolean;
  queueOverride: string | null;
}

export interface OutcomeStep {
  task_uid: string;
  version: number;
  step: string;
  status_before: TaskStatus | null;
  status: TaskStatus;
  assignee_uid: string | null;
  queue_uid: string | null;
  op_id: string | null;
  note: string | null;
  changes: string | null;
  seq: number;
}

export interface OutcomeDelivery {
  id: string;
  hook_key: string;
  task_uid: string;
  version: number;
  type: string;
  state: string;
  body: string | null;
  attempts: number;
}

export interface OutcomeOperation {
  op_id: string;
  device_id: string;
  device_seq: number;
  task_uid: string;
  result: string;
}

/** All that the run left in the database, as one snapshot. */
export interface Outcome {
  tasks: Map<string, OutcomeTask>;
  /** By task and version. */
  steps: OutcomeStep[];
  deliveries: OutcomeDelivery[];
  hooks: readonly RegisteredHook[];
  ledger: OutcomeOperation[];
  devices: Map<string, number>;
  queues: Queue[];
  /** Of people, by their id. */
  skills: Map<string, string[]>;
  /** Of the audit log: administrative changes. */
  events: { action: string; subject: string | null }[];
  feedSeq: number;
}

export function readOutcome(database: Database): Promise<Outcome> {
  return database.read(async (sql) => {
    const rows = await sql.all<TaskRow>(`SELECT ${TASK_COLUMNS} FROM tasks`);
    const devices = await sql.all<{ device_id: string; last_seq: number }>('SELECT device_id, last_seq FROM devices');
    const feed = await sql.get<{ seq: number }>('SELECT seq FROM feed');
    const people = await sql.all<{ id: string; skills: string }>('SELECT id, skills FROM users');
    return {
      tasks: new Map(rows.map((row) => [row.uid, storedTaskOf(row)])),
      steps: await sql.all<OutcomeStep>(
        `SELECT task_uid, version, step, status_before, status, assignee_uid, queue_uid, op_id, note, changes, seq FROM history ORDER BY task_uid, version`,
      ),
      deliveries: await sql.all<OutcomeDelivery>(
        'SELECT id, hook_key, task_uid, version, type, state, body, attempts FROM deliveries ORDER BY hook_key, task_uid, version',
      ),
      hooks: await readHooks(sql),
      ledger: await sql.all<OutcomeOperation>(
        'SELECT op_id, device_id, device_seq, task_uid, result FROM ledger ORDER BY device_id, device_seq',
      ),
      devices: new Map(devices.map((row) => [row.device_id, row.last_seq])),
      queues: await listQueues(sql),
      skills: new Map(people.map(({ id, skills }) => [id, JSON.parse(skills) as string[]])),
      events: await sql.all<{ action: string; subject: string | null }>('SELECT action, subject FROM audit_events ORDER BY seq'),
      feedSeq: feed?.seq ?? 0,
    };
  });
}
