import { type Cast, isDone, NEXT_QUEUE } from './cast.ts';
import type { Figures } from './figures.ts';
import type { Promises } from './promises.ts';
import type { Random, RetryingClient } from './retrying-client.ts';

const PAUSE_MS = 150;

/** Asks for the next task again and again, for one of the people, and works some of what it gets. */
export class NextCaller {
  private readonly name: string;
  private readonly personUid: string;
  private readonly client: RetryingClient;
  private readonly random: Random;
  private readonly promises: Promises;
  private readonly figures: Figures;
  private counter = 0;

  constructor(options: { name: string; token: string; personUid: string; cast: Cast; promises: Promises; figures: Figures }) {
    this.name = options.name;
    this.personUid = options.personUid;
    this.client = options.cast.client(options.token, 0.03);
    this.random = options.cast.random();
    this.promises = options.promises;
    this.figures = options.figures;
  }

  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const uid = await this.claim();
      if (uid !== null && this.random.next() < 0.5) {
        await this.act(uid, 'start');
        await this.act(uid, 'complete');
      }
      await new Promise((resolve) => setTimeout(resolve, this.random.next() * 2 * PAUSE_MS));
    }
  }

  private async claim(): Promise<string | null> {
    const idempotencyKey = this.nextKey();
    const body = { assignee_uid: this.personUid };
    const answer = await this.client.send({ method: 'POST', path: `/queues/${NEXT_QUEUE}/next`, body, idempotencyKey, kind: 'next' });
    if (answer.status === 204) return null;
    if (answer.status !== 200) {
      this.figures.fault('next was refused', `${answer.status} ${JSON.stringify(answer.body)}`);
      return null;
    }
    const { uid } = answer.body as { uid: string };
    this.promises.claims.set(idempotencyKey, { uid, personUid: this.personUid });
    return uid;
  }

  private async act(uid: string, action: 'start' | 'complete'): Promise<void> {
    const answer = await this.client.send({
      method: 'POST',
      path: `/tasks/${uid}/${action}`,
      idempotencyKey: this.nextKey(),
      kind: 'action',
    });
    if (isDone(answer)) this.promises.actions.push({ uid, action, version: (answer.body as { version: number }).version });
    else this.figures.fault(`${action} of a task from next was refused`, `${uid}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  private nextKey(): string {
    this.counter += 1;
    return `${this.name}-${this.counter}`;
  }
}
