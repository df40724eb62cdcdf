import { ACCOUNT_ENDPOINTS } from '../../src-shared/http/account-endpoints.ts';
import { QUEUE_ENDPOINTS } from '../../src-shared/http/queue-endpoints.ts';
import { TASK_ENDPOINTS } from '../../src-shared/http/task-endpoints.ts';
import type { ApiFailure, ApiOutcome } from './api-client.ts';
import type { ServerApi } from './server-api.ts';

const COUNT = 2_000;
const BATCH = 500;

/**
 * Fills a server with queues, people and tasks that are made up. Ids are fixed: running it twice makes nothing twice.
 * Gives back why it stopped, or null.
 */
export async function loadDemoData(server: ServerApi, onProgress: (done: number, total: number) => void): Promise<ApiFailure | null> {
  // Nobody needs them a second time: they are read when they are asked for.
  const [{ DEMO_PEOPLE, DEMO_QUEUES }, { demoTasks }] = await Promise.all([
    import('../../resources/demo-data/demo-queues.ts'),
    import('../../resources/demo-data/demo-tasks.ts'),
  ]);
  onProgress(0, COUNT);
  for (const body of DEMO_QUEUES) {
    const failure = failureOf(await server.call(QUEUE_ENDPOINTS['queues.create'], { body }));
    if (failure) return failure;
  }
  for (const { email, name, role } of DEMO_PEOPLE) {
    const body = { email, name, role: role === 'manager' ? ('manager' as const) : ('operator' as const) };
    const failure = failureOf(await server.call(ACCOUNT_ENDPOINTS['users.create'], { body }));
    if (failure) return failure;
  }
  // In the order of the list that they appear in: its first row is there first, and the keyboard stays on it.
  const tasks = demoTasks(COUNT, Date.now()).sort((a, b) => (a.due_at < b.due_at ? -1 : 1));
  for (let from = 0; from < tasks.length; from += BATCH) {
    const outcome = await server.call(TASK_ENDPOINTS['tasks.batch'], { body: { items: tasks.slice(from, from + BATCH) } });
    if (!outcome.ok) return outcome;
    onProgress(Math.min(from + BATCH, COUNT), COUNT);
  }
  return null;
}

function failureOf(outcome: ApiOutcome<unknown>): ApiFailure | null {
  return outcome.ok || outcome.code === 'already_exists' || outcome.code === 'conflict' ? null : outcome;
}
