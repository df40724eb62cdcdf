import type { JsonObject, JsonValue, Task } from '../../src-shared/schema/task.ts';
import type { Actor } from '../../src-shared/task/actor.ts';
import type { Step } from '../../src-shared/task/apply-action.ts';
import type { Sql } from '../store/database.ts';
import type { StoredTask } from './stored-task.ts';

export interface HistoryEntry {
  before: StoredTask | null;
  steps: readonly Step[];
  /** The write's feed number: its place in the audit log. */
  seq: number;
  actor: Actor;
  operation?: { opId: string; deviceAt: string };
  atMicros: number;
}

const INSERT = `INSERT INTO history (task_uid, version, step, status_before, status, assignee_uid, queue_uid,
  actor_kind, actor_uid, actor_name, device_at, op_id, note, changes, at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** One row per step, so that a task's history has every version. */
export function insertHistory(sql: Sql, entry: HistoryEntry): void {
  const { actor, operation, atMicros } = entry;
  let before = entry.before?.task ?? null;
  for (const { name, task, note } of entry.steps) {
    const changes = name === 'update' && before ? JSON.stringify(changesBetween(before, task)) : null;
    sql.send(INSERT, [
      task.uid,
      task.version,
      name,
      before?.status ?? null,
      task.status,
      task.assignee_uid,
      task.queue_uid,
      actor.kind,
      actor.kind === 'system' ? null : actor.uid,
      actor.name,
      operation?.deviceAt ?? null,
      operation?.opId ?? null,
      note ?? null,
      changes,
      atMicros,
      entry.seq,
    ]);
    before = task;
  }
}

/** What an update changed: attributes with their new value; of `fields` and `integrations` the changed keys, null for removed ones. */
function changesBetween(before: Task, after: Task): JsonObject {
  const changes: JsonObject = {};
  if (before.fields !== after.fields) changes.fields = changedKeys(before.fields, after.fields);
  if (before.integrations !== after.integrations) changes.integrations = changedKeys(before.integrations, after.integrations);
  if (before.due_at !== after.due_at) changes.due_at = after.due_at;
  if (before.priority !== after.priority) changes.priority = after.priority;
  if (before.queue_uid !== after.queue_uid) changes.queue_uid = after.queue_uid;
  if (before.skills !== after.skills) changes.skills = after.skills;
  return changes;
}

function changedKeys(before: JsonObject, after: JsonObject): JsonObject {
  // Keys are the integrators': `__proto__` must stay a key.
  const changed = new Map<string, JsonValue>();
  for (const [key, value] of Object.entries(after)) if (!Object.hasOwn(before, key) || before[key] !== value) changed.set(key, value);
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) changed.set(key, null);
  return Object.fromEntries(changed);
}
