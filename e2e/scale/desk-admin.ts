import { type Cast, done, policeCondition, QUEUE_TO_CHANGE } from './cast.ts';
import type { Figures } from './figures.ts';
import type { Promises } from './promises.ts';
import type { RetryingClient } from './retrying-client.ts';

/** Between two looks at the progress of a re-routing. */
const PROGRESS_MS = 200;

export interface DeskAdminOptions {
  cast: Cast;
  client: RetryingClient;
  promises: Promises;
  figures: Figures;
  /** Between two changes. */
  pauseMs: number;
}

/** Changes what the others stand on: a queue's condition, so that tasks are routed again, and a person's skills. */
export async function changeTheDesk({ cast, client, promises, figures, pauseMs }: DeskAdminOptions, signal: AbortSignal): Promise<void> {
  const [person] = cast.operators;
  if (!person) throw new Error('there is no operator');
  for (let turn = 1; !signal.aborted; turn += 1) {
    await pause(pauseMs, signal);
    await routed(client, signal);
    if (signal.aborted) return;
    const idempotencyKey = `desk-${turn}`;
    if (turn % 2 === 0) {
      person.skills = person.skills.includes('police') ? ['german'] : ['german', 'police'];
      await done(client, {
        method: 'PATCH',
        path: `/users/${person.id}`,
        body: { skills: person.skills },
        idempotencyKey,
        kind: 'settings',
      });
      keep(promises, `users.change ${person.id}`, person.skills);
    } else {
      const condition = policeCondition(turn % 4 === 1);
      await done(client, { method: 'PATCH', path: `/queues/${QUEUE_TO_CHANGE}`, body: { condition }, idempotencyKey, kind: 'settings' });
      keep(promises, `queues.change ${QUEUE_TO_CHANGE}`, condition);
    }
    figures.count('changes of queues and people');
  }
}

/** Who changes queues waits for what the change before has set in motion: nothing else may set it in motion again. */
async function routed(client: RetryingClient, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { running } = await done<{ running: boolean }>(client, { method: 'GET', path: '/queues/routing', kind: 'routing progress' });
    if (!running) return;
    await pause(PROGRESS_MS, signal);
  }
}

function keep({ settings }: Promises, name: string, value: unknown): void {
  settings.set(name, { value, changes: (settings.get(name)?.changes ?? 0) + 1 });
}

function pause(timeMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, timeMs);
    signal.addEventListener('abort', end, { once: true });
  });
}
