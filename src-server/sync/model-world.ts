import { isDeepStrictEqual } from 'node:util';
import type { Operation, OperationAction } from '../../src-shared/schema/operation.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { OperationResult, PushResponse } from '../../src-shared/sync/protocol.ts';
import { coversSkills } from '../../src-shared/task/actor.ts';
import { timestampMicros } from '../../src-shared/time/timestamp.ts';
import { actorOf, type Caller } from '../auth/caller.ts';
import type { Sql } from '../store/database.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow } from '../tasks/task-row.ts';
import type { OperationDependencies } from './decide-operation.ts';
import { BACK_OFFICE, callerOf, type Engine, openEngine, operationOf } from './engine-fixture.ts';
import { ModelReplica, type Pull } from './model-replica.ts';
import { type SourceChange, writeAsSource } from './model-source.ts';
import type { PushEnvelope } from './push-operations.ts';
import { scopeOf } from './scope.ts';
import { syncTaskOf } from './sync-document.ts';
import { addWatchedHook, BrokenPromise, SyncInvariants } from './sync-invariants.ts';

export type Push = (sql: Sql, dependencies: OperationDependencies, caller: Caller, request: PushEnvelope) => Promise<PushResponse>;

/** Those of the product, or broken on purpose. */
export interface ModelWorldParts {
  pull: Pull;
  push: Push;
}

/** A simulated device: an outbox, a replica, and what it was told. */
interface Device {
  id: string;
  personUid: string | null;
  replica: ModelReplica;
  outbox: Operation[];
  nextSeq: number;
  knownSeq: number;
  applied: Operation[];
}

/** What may happen, chosen by fast-check. Numbers are taken modulo what there is. */
export type Happening =
  | { type: 'operate'; device: number; task: number; action: OperationAction }
  | { type: 'takeBack'; device: number }
  | { type: 'push'; device: number; answer: 'comes' | 'isLost' | 'comesTwice' }
  | { type: 'pull'; device: number; pages: number }
  | { type: 'source'; task: number; change: SourceChange; value: number }
  | { type: 'everybody' }
  | { type: 'clock'; seconds: number }
  | { type: 'skills'; person: number }
  | { type: 'restart' };

const TASKS = 6;

/** The engine with devices around it. `pull` and `push` are those of the product, or broken on purpose. */
export class ModelWorld {
  private readonly engine: Engine;
  private readonly pull: Pull;
  private readonly push: Push;
  private readonly devices: Device[];
  private readonly invariants = new SyncInvariants();
  private counter = 0;

  private constructor(engine: Engine, pull: Pull, push: Push) {
    this.engine = engine;
    this.pull = pull;
    this.push = push;
    const owners = ['ann', 'ann', 'bob', 'cat', null];
    this.devices = owners.map((personUid, index) => ({
      id: `device-${index}`,
      personUid,
      replica: new ModelReplica(),
      outbox: [],
      nextSeq: 1,
      knownSeq: 0,
      applied: [],
    }));
  }

  static async open(parts: ModelWorldParts): Promise<ModelWorld> {
    const engine = await openEngine();
    await engine.database.write(addWatchedHook);
    return new ModelWorld(engine, parts.pull, parts.push);
  }

  remove(): Promise<void> {
    return this.engine.remove();
  }

  /** Throws BrokenPromise where something must not be seen after that. */
  async happen(happening: Happening): Promise<void> {
    await this.carryOut(happening);
    await this.engine.database.read((sql) => this.invariants.look(sql));
  }

  private async carryOut(happening: Happening): Promise<void> {
    switch (happening.type) {
      case 'operate':
        return this.operate(this.deviceAt(happening.device), this.taskAt(happening.task), happening.action);
      case 'takeBack':
        return this.takeBack(this.deviceAt(happening.device));
      case 'push':
        return this.send(this.deviceAt(happening.device), happening.answer);
      case 'pull':
        return this.receive(this.deviceAt(happening.device), happening.pages);
      case 'source':
        return this.writeAsSource(this.taskAt(happening.task), happening.change, happening.value);
      case 'everybody':
        await Promise.all([
          ...this.devices.map((device) => this.send(device, 'comes')),
          this.writeAsSource(this.taskAt(this.counter), 'field', this.counter),
          ...this.devices.map((device) => this.receive(device, 1)),
        ]);
        return;
      case 'clock':
        this.engine.clock.micros += happening.seconds * 1_000_000;
        return;
      case 'skills': {
        const user = this.engine.users[happening.person % this.engine.users.length];
        if (user) user.skills = user.skills.includes('police') ? ['german'] : ['german', 'police'];
        return;
      }
      case 'restart':
        return this.engine.restart();
    }
  }

  /** Everything that is still to be sent and received is; afterwards all must agree. */
  async comeToRest(): Promise<void> {
    for (const device of this.devices) {
      for (let tries = 0; device.outbox.length > 0; tries += 1) {
        if (tries === 50) throw new BrokenPromise('an outbox does not empty', device.id);
        await this.send(device, 'comes');
      }
    }
    for (const device of this.devices) await this.receive(device, Number.POSITIVE_INFINITY);
    await this.engine.database.read((sql) => this.invariants.lookAtAll(sql));
    this.checkOperations();
    await this.checkReplicas();
  }

  private async operate(device: Device, taskId: string, action: OperationAction): Promise<void> {
    if (device.personUid === null) return;
    this.counter += 1;
    const baseVersion = device.replica.tasks.get(taskId)?.version ?? 0;
    const extras = { baseVersion, knownSeq: device.knownSeq, payload: this.payloadFor(action, taskId) };
    device.outbox.push(operationOf(device.id, device.nextSeq, taskId, action, extras));
    device.nextSeq += 1;
  }

  private payloadFor(action: OperationAction, taskId: string): JsonObject {
    switch (action) {
      case 'comment':
        return { text: `comment ${this.counter}` };
      case 'setFields':
        return { fields: { note: this.counter } };
      case 'complete':
        return { comment: `done ${this.counter}` };
      case 'snooze':
        return { until: '2026-04-01T00:00:00Z' };
      case 'skip':
        return { reason: 'no answer' };
      case 'assign':
        return { assignee_uid: 'bob' };
      case 'create':
        return { taskId, values: { queue: 'refunds', made: this.counter } };
      default:
        return {};
    }
  }

  private async takeBack(device: Device): Promise<void> {
    const last = device.outbox.at(-1);
    if (!last || last.action === 'withdraw') return;
    device.outbox.push(
      operationOf(device.id, device.nextSeq, last.taskId, 'withdraw', { knownSeq: device.knownSeq, payload: { opId: last.opId } }),
    );
    device.nextSeq += 1;
  }

  private async send(device: Device, answer: 'comes' | 'isLost' | 'comesTwice'): Promise<void> {
    if (device.outbox.length === 0) return;
    const operations = device.outbox.slice(0, 4);
    const request = { deviceId: device.id, operations: operations.map((operation) => ({ ...operation })) };
    const submit = () => this.engine.commands.submit((sql) => this.push(sql, this.engine, this.callerOf(device), request));
    const answers = await Promise.all(answer === 'comesTwice' ? [submit(), submit()] : [submit()]);
    if (answer === 'isLost') return;
    for (const result of answers.flatMap(({ results }) => results)) this.settle(device, result);
  }

  private settle(device: Device, answer: OperationResult): void {
    const { opId, result, reason } = answer;
    this.invariants.noteAnswer(answer);
    if (result === 'retry') throw new BrokenPromise('a device without gaps was told to try again', device.id);
    const operation = device.outbox.find((waiting) => waiting.opId === opId);
    if (!operation) return;
    device.outbox = device.outbox.filter((waiting) => waiting !== operation);
    device.knownSeq = Math.max(device.knownSeq, operation.deviceSeq);
    if (result === 'applied' || (result === 'duplicate' && reason === undefined)) device.applied.push(operation);
  }

  private async receive(device: Device, pages: number): Promise<void> {
    const { engine, pull } = this;
    for (let page = 0; page < pages; page += 1) {
      const scope = scopeOf(this.callerOf(device), engine.queues);
      const { clock, seals } = engine;
      const query = { scope, checkpoint: device.replica.checkpoint, limit: 2, nowMicros: clock.nowMicros(), seals };
      if (!device.replica.take(await engine.database.read((sql) => pull(sql, query)))) return;
    }
  }

  private writeAsSource(uid: string, change: SourceChange, value: number): Promise<void> {
    this.counter += 1;
    return writeAsSource(this.engine, uid, change, value, this.counter);
  }

  /** What a device was told was applied is in the history. */
  private checkOperations(): void {
    for (const { opId, action } of this.devices.flatMap((device) => device.applied)) {
      if (action === 'withdraw' || action === 'assign' || this.invariants.hasTakenEffect(opId)) continue;
      throw new BrokenPromise('an acknowledged operation is lost', `${action} ${opId}`);
    }
  }

  /** Each replica holds what its owner may see, by a rule that is written here once more, and nothing else. */
  private async checkReplicas(): Promise<void> {
    const rows = await this.all<TaskRow>(`SELECT ${TASK_COLUMNS} FROM tasks ORDER BY uid`);
    const tasks = rows.map(storedTaskOf).filter(({ deleted }) => !deleted);
    const recently = this.engine.clock.micros - SYNC_LIMITS.doneDays * 86_400_000_000;
    for (const device of this.devices) {
      const caller = this.callerOf(device);
      const actor = actorOf(caller);
      const sees = ({ status, assignee_uid, queue_uid, done_at }: (typeof tasks)[number]['task']) => {
        if (actor.kind !== 'user') return true;
        if (status === 'DONE') return assignee_uid === actor.uid && done_at !== null && timestampMicros(done_at) >= recently;
        const queue = this.engine.queues.find(queue_uid);
        return actor.role !== 'operator' || assignee_uid === actor.uid || (queue !== null && coversSkills(actor.skills, queue.skills));
      };
      const expected = tasks.filter(({ task }) => sees(task)).map(({ task, seq }) => syncTaskOf(task, seq));
      // The client itself forgets what was done long ago.
      const held = [...device.replica.tasks.values()].filter((task) => actor.kind !== 'user' || task.status !== 'DONE' || sees(task));
      if (
        !isDeepStrictEqual(
          held.sort((a, b) => (a.uid < b.uid ? -1 : 1)),
          expected,
        )
      ) {
        throw new BrokenPromise('the replica of a device differs', `${device.id} ${JSON.stringify(held)} ${JSON.stringify(expected)}`);
      }
    }
  }

  private callerOf(device: Device): Caller {
    const user = this.engine.users.find(({ id }) => id === device.personUid);
    return user ? callerOf({ ...user }) : BACK_OFFICE;
  }

  private deviceAt(index: number): Device {
    return this.devices[index % this.devices.length] as Device;
  }

  private taskAt(index: number): string {
    return `task-${index % TASKS}`;
  }

  private all<Row extends object>(text: string): Promise<Row[]> {
    return this.engine.database.read((sql) => sql.all<Row>(text));
  }
}
