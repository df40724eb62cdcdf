import type { AnsweredTask, CurrentTask, Dialect, LegacyTask } from '../../../src-shared/http/task-shapes.ts';
import type { JsonObject, Task } from '../../../src-shared/schema/task.ts';
import { defineKey } from '../../../src-shared/task/merge-json.ts';

export function presentTask(task: Task, dialect: Dialect): AnsweredTask {
  return dialect === 'legacy' ? presentLegacy(task) : presentCurrent(task);
}

/** The keys stand in the order of the contract. */
export function presentCurrent(task: Task): CurrentTask {
  const presented: CurrentTask = {
    uid: task.uid,
    id: task.uid,
    status: task.status,
    status_at: task.status_at,
    assignee_uid: task.assignee_uid,
    queue_uid: task.queue_uid,
    due_at: task.due_at,
    created_at: task.created_at,
    updated_at: task.updated_at,
    started_at: task.started_at,
    done_at: task.done_at,
    snooze_expires_at: task.snooze_expires_at,
    title: task.fields.title ?? null,
    url: task.fields.url ?? null,
    fields: task.fields,
    integrations: task.integrations,
    skills: task.skills,
    priority: task.priority,
    version: task.version,
  };
  if (task.due_target_minutes !== undefined) presented.due_target_minutes = task.due_target_minutes;
  return presented;
}

function presentLegacy(task: Task): LegacyTask {
  const tags: JsonObject = {};
  for (const [key, value] of Object.entries(task.fields)) if (key !== 'title' && key !== 'url') defineKey(tags, key, value);
  return {
    id: task.uid,
    title: task.fields.title ?? null,
    url: task.fields.url ?? null,
    tags,
    status: { name: task.status, userId: task.assignee_uid, at: task.status_at },
    integrations: task.integrations,
    createdAt: task.created_at,
    dueAt: task.due_at,
    updatedAt: task.updated_at,
  };
}
