import { type Cast, DESK_TASKS, deskUid, isDone, TOPICS } from './cast.ts';
import type { Figures } from './figures.ts';
import type { Promises } from './promises.ts';
import type { Answer, Call, Random, RetryingClient } from './retrying-client.ts';

interface TaskAnswer {
  uid: string;
  version: number;
}

interface BatchAnswer {
  results: { status: number; task?: TaskAnswer; error?: { code: string } }[];
}

const BATCH_ITEMS = 20;
const PAUSE_MS = 40;
/** Tasks that one integrator makes, at most: a run stays bounded. */
const TASKS_MAXIMUM = 4_000;

/** A system that writes tasks: every field that it writes is its own, so that the last acknowledged value must stand. */
export class Integrator {
  private readonly name: string;
  private readonly client: RetryingClient;
  private readonly random: Random;
  private readonly promises: Promises;
  private readonly figures: Figures;
  private counter = 0;
  private made = 0;

  constructor(options: { name: string; token: string; cast: Cast; promises: Promises; figures: Figures }) {
    this.name = options.name;
    this.client = options.cast.client(options.token, 0.02);
    this.random = options.cast.random();
    this.promises = options.promises;
    this.figures = options.figures;
  }

  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.step();
      await new Promise((resolve) => setTimeout(resolve, this.random.next() * 2 * PAUSE_MS));
    }
  }

  private step(): Promise<void> {
    const chance = this.made < TASKS_MAXIMUM ? this.random.next() : 0;
    if (chance < 0.45) return this.writeField();
    if (chance < 0.55) return this.writeByExternalId();
    if (chance < 0.65) return this.makeTask();
    if (chance < 0.8) return this.writeBatch();
    if (chance < 0.86) return this.makeAndDelete();
    if (chance < 0.94) return this.act();
    return this.read();
  }

  private async writeField(): Promise<void> {
    const uid = this.deskTask();
    const value = this.nextValue();
    const answer = await this.write({ method: 'PATCH', path: `/tasks/${uid}`, body: { fields: this.fieldsOf(value) }, kind: 'upsert' });
    this.expectDone(answer, 'an upsert');
    this.keepField(uid, value);
  }

  private async writeByExternalId(): Promise<void> {
    const externalId = `${this.name}-${this.random.integer(0, 40)}`;
    const value = this.nextValue();
    const fields = { ...this.fieldsOf(value), external_id: externalId, pool: 'desk' };
    const answer = await this.write({ method: 'PATCH', path: '/tasks/', body: { fields }, kind: 'upsert' });
    if (!this.expectDone(answer, 'an upsert by external id')) return;
    const { uid } = answer.body as TaskAnswer;
    this.promises.named.add(uid);
    this.keepField(uid, value);
  }

  /** The server chooses the id: sent again after a lost answer, only the key keeps it from becoming two. */
  private async makeTask(): Promise<void> {
    const marker = `${this.name}-made-${this.nextValue()}`;
    const answer = await this.write({ method: 'POST', path: '/tasks', body: { fields: this.newFields(marker) }, kind: 'create' });
    if (this.expectDone(answer, 'a create')) this.promises.made.set(marker, (answer.body as TaskAnswer).uid);
  }

  private async writeBatch(): Promise<void> {
    const items = Array.from({ length: BATCH_ITEMS }, () => this.batchItem());
    const body = { items: items.map(({ item }) => item) };
    const answer = await this.write({ method: 'PATCH', path: '/tasks/batch', body, kind: 'batch of 20' });
    if (!this.expectDone(answer, 'a batch')) return;
    const { results } = answer.body as BatchAnswer;
    for (const [index, { keep }] of items.entries()) {
      const result = results[index];
      if (result?.task) keep(result.task.uid);
      else this.figures.fault('an item of a batch was refused', JSON.stringify(result));
    }
  }

  private batchItem(): { item: object; keep: (uid: string) => void } {
    const value = this.nextValue();
    switch (this.random.integer(0, 2)) {
      case 0:
        return { item: { uid: this.deskTask(), fields: this.fieldsOf(value) }, keep: (uid) => this.keepField(uid, value) };
      case 1: {
        const uid = `${this.name}-next-${value}`;
        const due_at = new Date(Date.now() + this.random.integer(0, 3_600_000)).toISOString();
        return { item: { uid, due_at, fields: { pool: 'next', by: this.name } }, keep: (made) => this.promises.named.add(made) };
      }
      default: {
        const marker = `${this.name}-batch-${value}`;
        return { item: { fields: this.newFields(marker) }, keep: (uid) => this.promises.made.set(marker, uid) };
      }
    }
  }

  private async makeAndDelete(): Promise<void> {
    const uid = `${this.name}-short-${this.nextValue()}`;
    const made = await this.write({ method: 'PUT', path: `/tasks/${uid}`, body: { fields: this.newFields(uid) }, kind: 'create' });
    this.expectDone(made, 'a create');
    const deleted = await this.write({ method: 'DELETE', path: `/tasks/${uid}`, kind: 'delete' });
    if (this.expectDone(deleted, 'a delete')) this.promises.deleted.add(uid);
  }

  /** A refusal is an answer too: the operators are at the same tasks. */
  private async act(): Promise<void> {
    const uid = this.deskTask();
    const action = this.random.pick(['comments', 'reopen', 'unassign'] as const);
    const text = `${this.name} says ${this.nextValue()}`;
    const body = action === 'comments' ? { text } : undefined;
    const answer = await this.write({ method: 'POST', path: `/tasks/${uid}/${action}`, body, kind: 'action' });
    if (answer.status === 409) return this.figures.count('actions refused');
    if (!this.expectDone(answer, `the action ${action}`)) return;
    if (action === 'comments') this.promises.comments.set(text, uid);
    else this.promises.actions.push({ uid, action, version: (answer.body as TaskAnswer).version });
  }

  private async read(): Promise<void> {
    const path = this.random.pick(['/tasks?limit=50', `/tasks/${this.deskTask()}`, '/tasks?status=TODO&limit=50', '/queues']);
    this.expectDone(await this.client.send({ method: 'GET', path, kind: 'read' }), 'a read');
  }

  private write(call: Call): Promise<Answer> {
    return this.client.send({ ...call, idempotencyKey: `${this.name}-${this.nextValue()}` });
  }

  private expectDone(answer: Answer, what: string): boolean {
    if (isDone(answer)) return true;
    this.figures.fault(`${what} was refused`, `${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
    return false;
  }

  private keepField(uid: string, value: number): void {
    const field = this.name;
    this.promises.fieldWrites.add(`${uid} ${field} ${value}`);
    this.promises.fields.set(`${uid} ${field}`, { uid, field, value });
  }

  /** Sometimes the task moves to another queue, too. */
  private fieldsOf(value: number): Record<string, unknown> {
    return { [this.name]: value, ...(this.random.next() < 0.1 ? { topic: this.random.pick(TOPICS) } : {}) };
  }

  private newFields(marker: string): Record<string, unknown> {
    this.made += 1;
    return { pool: 'made', marker, topic: this.random.pick(TOPICS), note: 'x'.repeat(200) };
  }

  private deskTask(): string {
    return deskUid(this.random.integer(0, DESK_TASKS - 1));
  }

  private nextValue(): number {
    this.counter += 1;
    return this.counter;
  }
}
