import type { ActOutcome, TaskAct } from '../../src-renderer/data/console-data.ts';
import { createAction } from '../../src-server/sync/engine-fixture.ts';
import { findFeed } from '../../src-server/sync/feed-position.ts';
import { writeAsSource } from '../../src-server/sync/model-source.ts';
import { addWatchedHook, BrokenPromise, SyncInvariants } from '../../src-server/sync/sync-invariants.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { OperationResult } from '../../src-shared/sync/protocol.ts';
import { type Device, SyncWorld } from '../fixtures/sync-world.ts';
import { type Breaks, ProcessKilled } from './breakable-database.ts';
import { forgeCheckpoint } from './forge-checkpoint.ts';
import { OWNERS, type ServerEvent, type Step, TASKS, type Wipe } from './schedule.ts';
import { cutJournal, tearJournal } from './spoil-journal.ts';
import { type TrialDevice, verifyRest } from './verify-rest.ts';
import { payloadOf, WORKING_ACTS } from './working-acts.ts';

export interface TrialFigures {
  steps: number;
  operations: number;
  kills: number;
  restarts: number;
}

/** How far the next commit comes too late, where one does. */
const LATE_MS = 5;

/** Consoles' real data layers and journals before real servers' engines, and what happens to them. */
export class ConsoleTrial {
  readonly world: SyncWorld;
  readonly devices: readonly TrialDevice[];
  private readonly breaks: Breaks;
  private readonly figures: TrialFigures;
  private readonly invariants = new SyncInvariants();
  private readonly broken: unknown[] = [];
  private counter = 0;
  private serverOffsetS = 0;
  private hasBackup = false;
  private wasRestored = false;
  /** What consoles were told was applied before the database was put back: it has to come again. */
  private readonly acceptedBefore = new Set<string>();

  private epoch: string;

  private constructor(world: SyncWorld, epoch: string, devices: readonly Device[], breaks: Breaks, figures: TrialFigures) {
    this.world = world;
    this.epoch = epoch;
    this.breaks = breaks;
    this.figures = figures;
    this.devices = devices.map((device) => ({ device, saved: [], dismissed: new Set<string>() }));
    for (const device of devices) {
      device.onAnswers = (results, answeredBy) => {
        try {
          for (const result of results) this.noteAnswer(result, answeredBy);
        } catch (error) {
          this.broken.push(error);
        }
      };
    }
  }

  static async open(breaks: Breaks, figures: TrialFigures, prepare: (device: Device) => void): Promise<ConsoleTrial> {
    const world = await SyncWorld.open();
    const devices: Device[] = [];
    await world.engine.database.write(addWatchedHook);
    for (const uid of TASKS) await world.engine.write(uid, createAction(uid));
    for (const owner of OWNERS) devices.push(await world.device(owner));
    for (const device of devices) prepare(device);
    await Promise.all(devices.map((device) => device.start()));
    const { epoch } = await world.engine.database.read(findFeed);
    return new ConsoleTrial(world, epoch, devices, breaks, figures);
  }

  /** Throws BrokenPromise where something must not be seen after that. */
  async carryOut(step: Step): Promise<void> {
    this.figures.steps += 1;
    await this.happen(step);
    await this.look();
  }

  /** Everything that is still to be sent and received is; afterwards all must agree. */
  async comeToRest(): Promise<void> {
    const { world, devices, invariants, wasRestored, acceptedBefore } = this;
    await verifyRest({ engine: world.engine, devices, invariants, wasRestored, acceptedBefore });
    await this.look();
  }

  /** What the database before had answered was on its way when it was put back: the one after decides anew. */
  private noteAnswer(result: OperationResult, answeredBy: string): void {
    if (answeredBy === this.epoch) this.invariants.noteAnswer(result);
    else if (result.result === 'applied') this.acceptedBefore.add(result.opId);
  }

  private async look(): Promise<void> {
    await this.world.engine.database.read(async (sql) => {
      const { epoch } = await findFeed(sql);
      if (epoch !== this.epoch) throw new BrokenPromise('a database that nobody put back got another identity', epoch);
      await this.invariants.look(sql);
    });
    if (this.broken.length > 0) throw this.broken[0];
  }

  private async happen(step: Step): Promise<void> {
    switch (step.kind) {
      case 'act':
        await this.act(this.at(step.device), TASKS[step.task] ?? 't0', step.act);
        return;
      case 'undo':
        return this.undo(this.at(step.device), step.back);
      case 'dismiss':
        return this.dismiss(this.at(step.device));
      case 'network': {
        const { device } = this.at(step.device);
        if (step.state === 'up') device.restoreNetwork();
        else device.cutNetwork(step.state);
        return;
      }
      case 'restart':
        return this.restart(this.at(step.device), step.crash, step.wipe);
      case 'session':
        this.at(step.device).device.expireSession();
        return;
      case 'device-clock':
        this.at(step.device).device.clockMs = step.seconds * 1_000;
        return;
      case 'server-clock':
        this.world.engine.clock.micros += (step.seconds - this.serverOffsetS) * 1_000_000;
        this.serverOffsetS = step.seconds;
        return;
      case 'source':
        return this.writeAsSource(TASKS[step.task] ?? 't0', step.change, step.value);
      case 'skills':
        return this.changeSkills(step.person);
      case 'server':
        return this.happenToServer(step.event);
      case 'wait':
        await new Promise((resolve) => setTimeout(resolve, step.ms));
    }
  }

  private at(index: number): TrialDevice {
    const device = this.devices[index % this.devices.length];
    if (!device) throw new Error('there is no such console');
    return device;
  }

  private async act({ device, saved }: TrialDevice, task: string, act: TaskAct): Promise<void> {
    const outcome = await this.performWhatWorks(device, task, act);
    // A page that is gone tells nobody that something is saved.
    if (!outcome.ok || device.isDead) return;
    saved.push(...outcome.opIds);
    this.figures.operations += outcome.opIds.length;
  }

  /** What does not work on the task as it is shown is refused at once: then something that does. */
  private async performWhatWorks(device: Device, task: string, act: TaskAct): Promise<ActOutcome> {
    const outcome = await device.data.perform(task, act, this.payloadOf(act, device));
    const status = device.data.tasks.entry(task).getSnapshot()?.task.status;
    if (outcome.ok || device.isDead || status === undefined) return outcome;
    const other = WORKING_ACTS[status][this.counter % WORKING_ACTS[status].length] ?? 'comment';
    return device.data.perform(task, other, this.payloadOf(other, device));
  }

  private payloadOf(act: TaskAct, { userId }: Device): JsonObject {
    this.counter += 1;
    return payloadOf(act, userId, this.counter);
  }

  private async undo({ device, saved }: TrialDevice, back: number): Promise<void> {
    const opId = saved.at(-1 - back);
    if (opId === undefined) return;
    const outcome = await device.data.undo([opId]);
    if (outcome.ok) saved.push(...outcome.opIds);
  }

  private async dismiss({ device, dismissed }: TrialDevice): Promise<void> {
    const opIds = device.data.inbox.getSnapshot().map(({ opId }) => opId);
    for (const opId of opIds) dismissed.add(opId);
    await device.data.dismiss(opIds);
  }

  /** In the middle of an act, where it is a crash. */
  private async restart(one: TrialDevice, isCrash: boolean, wipe: Wipe): Promise<void> {
    const { device } = one;
    this.figures.restarts += 1;
    if (isCrash) {
      const acting = this.act(one, 't0', 'comment').catch(() => undefined);
      await new Promise((resolve) => setImmediate(resolve));
      await device.crash();
      await acting;
    } else await device.stop();
    if (wipe === 'journal-tail') cutJournal(device.directory, this.counter);
    if (wipe === 'torn-line') tearJournal(device.directory);
    await device.restart({ wipeDatabase: wipe === 'database', wipeJournal: wipe === 'journal' });
  }

  private async changeSkills(person: number): Promise<void> {
    const { users } = this.world.engine;
    const user = users[person % users.length];
    if (user) user.skills = user.skills.includes('police') ? ['german'] : ['german', 'police'];
    await this.world.announceWorkspace();
  }

  private async writeAsSource(uid: string, change: Parameters<typeof writeAsSource>[2], value: number): Promise<void> {
    this.counter += 1;
    await writeAsSource(this.world.engine, uid, change, value, this.counter).catch((error: unknown) => {
      if (!(error instanceof ProcessKilled)) throw error;
    });
  }

  private async happenToServer(event: ServerEvent): Promise<void> {
    const { world, breaks } = this;
    const { store } = world.engine;
    switch (event) {
      case 'restart':
        return world.restartServer();
      case 'killed-before-commit':
      case 'killed-after-commit':
        breaks.killAt = event === 'killed-before-commit' ? 'before' : 'after';
        await this.writeAsSource('t0', 'field', 0);
        this.figures.kills += 1;
        await world.restartServer();
        breaks.killAt = null;
        return;
      case 'late-commit': {
        breaks.lateMs = LATE_MS;
        const late = this.writeAsSource('t1', 'field', 0);
        await new Promise((resolve) => setTimeout(resolve, 1));
        await Promise.all([late, this.writeAsSource('t2', 'field', 0)]);
        return;
      }
      case 'back-up':
        this.hasBackup = true;
        return world.restartServer(() => store.backUp());
      case 'restore':
        return this.hasBackup ? this.restore() : this.happenToServer('back-up');
      case 'forged-checkpoint':
        return forgeCheckpoint(world, OWNERS[0]);
    }
  }

  private async restore(): Promise<void> {
    const { world, invariants } = this;
    await world.restoreServer((epoch) => {
      this.epoch = epoch;
      for (const opId of invariants.applied()) this.acceptedBefore.add(opId);
      invariants.forget();
      this.wasRestored = true;
    });
  }
}
