import { randomBytes } from 'node:crypto';
import { createOperationIds } from '../../src-renderer/data/operation-id.ts';
import { OPERATION_ACTIONS, type Operation, type OperationAction } from '../../src-shared/schema/operation.ts';
import type { JsonObject, Task } from '../../src-shared/schema/task.ts';
import type { User } from '../../src-shared/schema/user.ts';
import type { OperationResult, PushResponse } from '../../src-shared/sync/protocol.ts';
import { overlay } from '../../src-shared/task/overlay.ts';
import type { FeedFollower } from './feed-follower.ts';
import type { Figures } from './figures.ts';
import type { Promises } from './promises.ts';
import type { Random, RetryingClient } from './retrying-client.ts';

export interface DeviceOptions {
  deviceId: string;
  person: User;
  follower: FeedFollower;
  client: RetryingClient;
  random: Random;
  promises: Promises;
  figures: Figures;
}

const PAUSE_MS = 100;
const OUTBOX_MAXIMUM = 40;
const PUSH_MAXIMUM = 12;
/** Once in so many rounds the device goes offline for some seconds, and works on. */
const OFFLINE_OF = 150;

const newOperationId = createOperationIds(Date.now, randomBytes);

/** An operator at work: acts on what the replica shows with the outbox drawn in, and sends the outbox in order. */
export class OperatorDevice {
  private readonly options: DeviceOptions;
  private outbox: Operation[] = [];
  private nextSeq = 1;
  private knownSeq = 0;
  private counter = 0;
  private offlineUntil = 0;

  constructor(options: DeviceOptions) {
    this.options = options;
  }

  get follower(): FeedFollower {
    return this.options.follower;
  }

  /** The outbox is empty when this settles. */
  async work(signal: AbortSignal): Promise<void> {
    const { random, follower, figures } = this.options;
    while (!signal.aborted) {
      if (this.outbox.length < OUTBOX_MAXIMUM) this.operate();
      if (random.next() < 1 / OFFLINE_OF) {
        figures.count('times offline');
        this.offlineUntil = performance.now() + random.integer(1_000, 4_000);
        follower.disconnect();
      }
      if (performance.now() > this.offlineUntil && random.next() < 0.4) await this.push();
      await new Promise((resolve) => setTimeout(resolve, random.next() * 2 * PAUSE_MS));
    }
    while (this.outbox.length > 0) await this.push();
  }

  private operate(): void {
    const { random, deviceId } = this.options;
    this.counter += 1;
    const last = this.outbox.at(-1);
    const chance = random.next();
    if (last && last.action !== 'withdraw' && chance < 0.03) this.record(last.taskId, 'withdraw', { opId: last.opId }, 0);
    else if (chance > 0.97) {
      const taskId = `made-by-${deviceId}-${this.counter}`;
      this.record(taskId, 'create', { taskId, values: { pool: 'desk', topic: 'other' } }, 0);
    } else this.operateOnTask();
  }

  private operateOnTask(): void {
    const { random, person } = this.options;
    const task = this.chooseTask();
    if (!task) return;
    const pending = this.outbox.filter(({ taskId }) => taskId === task.uid);
    const actor = { kind: 'user', uid: person.id, name: person.name, role: person.role, skills: person.skills } as const;
    const shown = overlay(task, pending, actor, null).task ?? task;
    const action = random.next() < 0.1 ? random.pick(OPERATION_ACTIONS) : this.chooseAction(shown);
    if (action === 'withdraw' || action === 'create' || action === 'assign') return;
    this.record(task.uid, action, this.payloadOf(action), task.version);
  }

  /** What is the operator's own comes first, as in life. */
  private chooseTask(): Task | null {
    const { random, follower, person } = this.options;
    const desk = [...follower.replica.tasks.values()].filter(({ fields }) => fields.pool === 'desk');
    const own = desk.filter(({ assignee_uid }) => assignee_uid === person.id);
    const from = own.length > 3 || (own.length > 0 && random.next() < 0.6) ? own : desk;
    return from.length > 0 ? random.pick(from) : null;
  }

  private chooseAction({ status }: Task): OperationAction {
    const { random } = this.options;
    switch (status) {
      case 'TODO':
        return random.pick(['claim', 'claim', 'start', 'setFields', 'comment'] as const);
      case 'ASSIGNED':
        return random.pick(['start', 'start', 'unassign', 'comment', 'snooze'] as const);
      case 'STARTED':
        return random.pick(['complete', 'complete', 'pause', 'skip', 'setFields'] as const);
      case 'DONE':
        return random.pick(['reopen', 'reopen', 'comment'] as const);
    }
  }

  private payloadOf(action: OperationAction): JsonObject {
    const text = `${this.options.deviceId} says ${this.counter}`;
    switch (action) {
      case 'comment':
        return { text };
      case 'setFields':
        return { fields: { [this.options.deviceId]: this.counter } };
      case 'complete':
        return { comment: text };
      case 'snooze':
        return { until: new Date(Date.now() + 1_000).toISOString() };
      case 'skip':
        return { reason: text };
      default:
        return {};
    }
  }

  private record(taskId: string, action: OperationAction, payload: JsonObject, baseVersion: number): void {
    const { deviceId } = this.options;
    const { nextSeq: deviceSeq, knownSeq } = this;
    const at = new Date().toISOString();
    this.outbox.push({ opId: newOperationId(), deviceId, deviceSeq, taskId, action, baseVersion, knownSeq, at, payload });
    this.nextSeq += 1;
  }

  private async push(): Promise<void> {
    const { client, deviceId, random, figures } = { ...this.options };
    const operations = this.outbox.slice(0, PUSH_MAXIMUM);
    if (operations.length === 0) return;
    const send = () => client.send({ method: 'POST', path: '/sync/operations', body: { deviceId, operations }, kind: 'push' });
    // Something on the way may send a request twice, to two servers.
    const answers = await Promise.all(random.next() < 0.05 ? [send(), send()] : [send()]);
    for (const { status, body } of answers) {
      if (status !== 200) figures.fault('a push was refused', `${status} ${JSON.stringify(body)}`);
      else for (const result of (body as PushResponse).results) this.settle(result);
    }
  }

  private keepField({ taskId: uid, payload }: Operation): void {
    const { deviceId, promises } = this.options;
    const value = (payload.fields as Record<string, number>)[deviceId] ?? 0;
    promises.fieldWrites.add(`${uid} ${deviceId} ${value}`);
    promises.fields.set(`${uid} ${deviceId}`, { uid, field: deviceId, value });
  }

  private settle({ opId, result, reason }: OperationResult): void {
    const { figures, promises, deviceId } = this.options;
    if (result === 'retry') {
      figures.fault('a device without gaps was told to try again', `${deviceId} ${opId}`);
      // What it had sent is gone: it would send this for ever.
      this.outbox = [];
      return;
    }
    figures.count(`operation: ${result}`);
    const isApplied = reason === undefined;
    const operation = this.outbox.find((waiting) => waiting.opId === opId);
    const known = promises.operations.get(opId);
    if (known && known.isApplied !== isApplied)
      figures.fault('an operation was answered in two ways', `${opId}: ${known.reason}, ${reason}`);
    if (!operation) return;
    this.outbox = this.outbox.filter((waiting) => waiting !== operation);
    this.knownSeq = Math.max(this.knownSeq, operation.deviceSeq);
    const { action, taskId: taskUid, deviceSeq } = operation;
    const personUid = this.options.person.id;
    promises.operations.set(opId, { action, taskUid, deviceId, personUid, deviceSeq, isApplied, reason: reason ?? null });
    if (isApplied && action === 'setFields') this.keepField(operation);
  }
}
