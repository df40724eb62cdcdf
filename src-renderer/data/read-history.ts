import { type Static, Type } from 'typebox';
import { HistoryItem as ServerItem } from '../../src-shared/http/task-endpoints.ts';
import type { Operation } from '../../src-shared/schema/operation.ts';
import type { ApiClient } from './api-client.ts';
import type { HistoryItem, TaskHistory } from './console-data.ts';

const Answer = Type.Object({ items: Type.Array(ServerItem) });

/** Longer than this and the pane shows what is known here instead. */
const TIMEOUT_MS = 8_000;

/** The server's history of a task, followed by what is still pending here. */
export async function readHistory(api: ApiClient, taskUid: string, pending: readonly Operation[], userName: string): Promise<TaskHistory> {
  const answer = await api.get(`/tasks/${encodeURIComponent(taskUid)}/history`, Answer, AbortSignal.timeout(TIMEOUT_MS));
  const known = answer.ok ? answer.value.items : [];
  // An operation may be answered and in the history before the feed has shown it here.
  const recordedAt = new Set(known.map(({ device_at }) => device_at));
  const waiting = pending.filter(({ at, action }) => action !== 'withdraw' && !recordedAt.has(at));
  return { items: [...known.map(itemOf), ...waiting.map((operation) => pendingItemOf(operation, userName))], complete: answer.ok };
}

function itemOf(item: Static<typeof ServerItem>): HistoryItem {
  const { version, step, actor, at, note, status, assignee_uid, changes } = item;
  return {
    key: `v${version}`,
    step,
    actorName: actor.name,
    actorKind: actor.kind,
    at,
    note,
    status,
    assigneeUid: assignee_uid,
    changes,
    pending: false,
  };
}

function pendingItemOf({ opId, action, at, payload }: Operation, userName: string): HistoryItem {
  const texts = [payload.text, payload.reason, payload.comment].filter((text) => typeof text === 'string');
  const changes = typeof payload.fields === 'object' && payload.fields !== null ? { fields: payload.fields } : null;
  return {
    key: opId,
    step: action,
    actorName: userName,
    actorKind: 'user',
    at,
    note: texts[0] ?? null,
    status: null,
    assigneeUid: null,
    changes,
    pending: true,
  };
}
