import { type Cast, done, policeCondition, QUEUE_TO_CHANGE } from './cast.ts';
import type { Figures } from './figures.ts';
import type { RetryingClient } from './retrying-client.ts';

const PAUSE_MS = 6_000;

/** Changes what the others stand on: a queue's condition, so that tasks are routed again, and a person's skills. */
export async function changeTheDesk(cast: Cast, client: RetryingClient, figures: Figures, signal: AbortSignal): Promise<void> {
  const [person] = cast.operators;
  if (!person) throw new Error('there is no operator');
  for (let turn = 1; !signal.aborted; turn += 1) {
    await pause(PAUSE_MS, signal);
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
    } else {
      const condition = policeCondition(turn % 4 === 1);
      await done(client, { method: 'PATCH', path: `/queues/${QUEUE_TO_CHANGE}`, body: { condition }, idempotencyKey, kind: 'settings' });
    }
    figures.count('changes of queues and people');
  }
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
