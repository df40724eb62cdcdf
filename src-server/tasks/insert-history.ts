import type { JsonObject, JsonValue, Task } from '../../src-shared/schema/task.ts';
import type { Actor } from '../../src-shared/task/actor.ts';
import type { Step } from '../../src-shared/task/apply-action.ts';
import { defineKey } from '../../src-shared/task/merge-json.ts';
import { insertStatement, type RowBatch } from '../store/row-batch.ts';
import type { StoredTask } from './stored-task.ts';

export interface HistoryEntry {
  before: StoredTask | null;
  steps: readonly Step[];
  /** The write's feed number: its place in the audit log. */
  seq: number;
  actor: Actor;
  operation: { opId: string; deviceAt: string } | undefined;
  atMicros: number;
}

const INSERT = insertStatement('history', {
  task_uid: 'TEXT',
  version: 'BIGINT',
  step: 'TEXT',
  status_before: 'TEXT',
  status: 'TEXT',
  assignee_uid: 'TEXT',
  queue_uid: 'TEXT',
  actor_kind: 'TEXT',
  actor_uid: 'TEXT',
  actor_name: 'TEXT',
  device_at: 'TEXT',
  op_id: 'TEXT',
  note: 'TEXT',
  changes: 'TEXT',
  at: 'BIGINT',
  seq: 'BIGINT',
  traceparent: 'TEXT',
});

/** One row per step, so that a task's history has every version. */
export function insertHistory(rows: RowBatch, entry: HistoryEntry): void {
  const { actor, operation, atMicros } = entry;
  let before = entry.before?.task ?? null;
  for (const { name, task, note } of entry.steps) {
    const changes = name === 'update' && before ? JSON.stringify(changesBetween(before, task)) : null;
    rows.add(INSERT, [
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
      actor.traceparent ?? null,
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
  if (before.due_target_minutes !== after.due_target_minutes) changes.due_target_minutes = after.due_target_minutes ?? null;
  if (before.priority !== after.priority) changes.priority = after.priority;
  if (before.queue_uid !== after.queue_uid) changes.queue_uid = after.queue_uid;
  if (before.skills !== after.skills) changes.skills = after.skills;
  return changes;
}

function changedKeys(before: JsonObject, after: JsonObject): JsonObject {
  const changed: JsonObject = {};
  for (const key of Object.keys(after)) {
    const value = after[key] as JsonValue;
    if (!Object.hasOwn(before, key) || before[key] !== value) defineKey(changed, key, value);
  }
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) defineKey(changed, key, null);
  return changed;
}
