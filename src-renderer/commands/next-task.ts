import { QUEUE_ENDPOINTS } from '../../src-shared/http/queue-endpoints.ts';
import type { ConsoleData, TaskScope } from '../data/console-data.ts';
import type { ServerApi } from '../data/server-api.ts';
import { sayFailure, sayOutcome } from '../i18n/say-again.ts';
import { beginClaim } from '../state/own-claims.ts';
import { refusalOf } from './available-acts.ts';

/** How long a task that the server gave may take to arrive here. */
const ARRIVAL_MS = 10_000;

export type NextTask = { kind: 'task'; taskUid: string } | { kind: 'none' } | { kind: 'failed'; message: string };

/**
 * Claims the most urgent task of what is looked at. The server gives it, so that nobody else gets the same; without a
 * connection it is taken from the replica, and the server decides later.
 */
export async function claimNext(data: ConsoleData, server: ServerApi, scope: TaskScope): Promise<NextTask> {
  const queueUids = queuesOf(data, scope);
  const { mode } = data.syncState.getSnapshot();
  if (mode !== 'live' && mode !== 'catching-up') return claimLocally(data, queueUids);
  for (const id of queueUids) {
    const ended = beginClaim();
    const answer = await server.call(QUEUE_ENDPOINTS['queues.next'], { parameters: { id } });
    ended(answer.ok && answer.value ? answer.value.uid : null);
    if (!answer.ok) {
      return answer.kind === 'unreachable' ? claimLocally(data, queueUids) : { kind: 'failed', message: sayFailure(answer) };
    }
    if (answer.value) {
      const taskUid = answer.value.uid;
      await arrival(data, taskUid);
      return { kind: 'task', taskUid };
    }
  }
  return { kind: 'none' };
}

/** A queue is worked alone; anywhere else all queues are, the most important first. */
function queuesOf(data: ConsoleData, scope: TaskScope): string[] {
  if (scope.kind === 'queue') return [scope.queueUid];
  return data.workspace.getSnapshot().queues.map(({ queue }) => queue.id);
}

async function claimLocally(data: ConsoleData, queueUids: readonly string[]): Promise<NextTask> {
  await everything(data);
  const { user, queues } = data.workspace.getSnapshot();
  const now = Date.now();
  for (const queueUid of queueUids) {
    const skills = queues.find(({ queue }) => queue.id === queueUid)?.queue.skills ?? null;
    const waiting = data.tasks.query({
      scope: { kind: 'queue', queueUid },
      statuses: ['TODO'],
      text: '',
      filters: [],
      sort: { path: 'due_at', direction: 'asc' },
    });
    for (const taskUid of waiting.getSnapshot()) {
      const entry = data.tasks.entry(taskUid).getSnapshot();
      if (!entry || refusalOf('claim', entry, user, skills) !== null) continue;
      if (entry.task.snooze_expires_at !== null && Date.parse(entry.task.snooze_expires_at) > now) continue;
      const outcome = await data.perform(taskUid, 'claim', {});
      if (outcome.ok) return { kind: 'task', taskUid };
      if (!outcome.refusal) return { kind: 'failed', message: sayOutcome(outcome) };
    }
  }
  return { kind: 'none' };
}

/** Until all of the replica is read: the most urgent task of a part may not be the most urgent one. */
function everything({ tasks }: ConsoleData): Promise<void> {
  const isHere = () => tasks.known.getSnapshot() === 'everything';
  if (isHere()) return Promise.resolve();
  return new Promise((resolve) => {
    const unsubscribe = tasks.known.subscribe(() => {
      if (!isHere()) return;
      unsubscribe();
      resolve();
    });
  });
}

/** Until the replica shows the task as ours, or for so long: whoever waits goes on either way. */
function arrival(data: ConsoleData, taskUid: string): Promise<void> {
  const store = data.tasks.entry(taskUid);
  const me = data.workspace.getSnapshot().user.id;
  const isHere = () => store.getSnapshot()?.task.assignee_uid === me;
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(late);
      unsubscribe();
      resolve();
    };
    const late = setTimeout(finish, ARRIVAL_MS);
    const unsubscribe = store.subscribe(() => {
      if (isHere()) finish();
    });
    if (isHere()) finish();
  });
}
