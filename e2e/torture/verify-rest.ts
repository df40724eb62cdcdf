import { isDeepStrictEqual } from 'node:util';
import type { Engine } from '../../src-server/sync/engine-fixture.ts';
import { BrokenPromise, type SyncInvariants } from '../../src-server/sync/sync-invariants.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow } from '../../src-server/tasks/task-row.ts';
import type { Task } from '../../src-shared/schema/task.ts';
import type { User } from '../../src-shared/schema/user.ts';
import { coversSkills } from '../../src-shared/task/actor.ts';
import { Patience } from '../fixtures/patience.ts';
import type { Device } from '../fixtures/sync-world.ts';
import { shownPart, showOf } from './shown-tasks.ts';

/** A console, and what its operator was told was saved. */
export interface TrialDevice {
  device: Device;
  saved: string[];
  dismissed: Set<string>;
}

interface Rest {
  engine: Engine;
  devices: readonly TrialDevice[];
  invariants: SyncInvariants;
  /** Answers of the database before are not in this one's ledger. */
  wasRestored: boolean;
  acceptedBefore: ReadonlySet<string>;
}

const REST_MS = 10_000;
const OUTCOME_MS = 3_000;

/** Waits until all consoles have sent and received everything, and compares. Throws BrokenPromise. */
export async function verifyRest(rest: Rest): Promise<void> {
  const { engine, devices, invariants } = rest;
  for (const { device } of devices) {
    device.restoreNetwork();
    device.signInAgain();
    device.data.syncNow();
  }
  const patience = new Patience(OUTCOME_MS);
  for (;;) {
    await waitUntilNothingDiffers(engine, devices);
    await engine.database.read((sql) => invariants.lookAtAll(sql));
    const problem = await findLostOutcome(rest);
    if (!problem) return;
    // A console that has just seen another database begins to send again what that lacks.
    if (patience.isOver) throw problem;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A console may go on by itself after an answer: what came too late to be taken back is undone. */
async function waitUntilNothingDiffers(engine: Engine, devices: readonly TrialDevice[]): Promise<void> {
  const patience = new Patience(REST_MS);
  for (;;) {
    const busy = devices
      .map(({ device }) => device.data.syncState.getSnapshot())
      .find(({ mode, pendingCount }) => mode !== 'live' || pendingCount > 0);
    const difference = busy ? null : await findDifference(engine, devices);
    if (!busy && difference === null) return;
    if (patience.isOver) {
      if (busy) throw new BrokenPromise('a console does not come to rest', JSON.stringify(busy));
      throw new BrokenPromise('a console differs from the server', difference ?? '');
    }
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

async function findDifference(engine: Engine, devices: readonly TrialDevice[]): Promise<string | null> {
  const rows = await engine.database.read((sql) => sql.all<TaskRow>(`SELECT ${TASK_COLUMNS} FROM tasks ORDER BY uid`));
  const tasks = rows.map(storedTaskOf).flatMap(({ task, deleted }) => (deleted ? [] : [task]));
  for (const { device } of devices) {
    const expected = tasks.filter((task) => sees(engine, device.userId, task)).map(shownPart);
    const shown = showOf(device.data);
    if (!isDeepStrictEqual(shown, expected))
      return `${device.userId} shows ${JSON.stringify(shown)}, the server has ${JSON.stringify(expected)}`;
  }
  return null;
}

/** Whatever was called saved has its answer: in the ledger, and on the screen where it was rejected. */
async function findLostOutcome({ engine, devices, wasRestored, acceptedBefore }: Rest): Promise<BrokenPromise | null> {
  const rows = await engine.database.read((sql) => sql.all<{ op_id: string; result: string }>('SELECT op_id, result FROM ledger'));
  const ledger = new Map(rows.map(({ op_id, result }) => [op_id, JSON.parse(result) as { result: string; reason?: string }]));
  for (const { device, saved, dismissed } of devices) {
    const inbox = new Set(device.data.inbox.getSnapshot().map(({ opId }) => opId));
    const quiet = takenBack(device);
    for (const opId of new Set(saved)) {
      const decided = ledger.get(opId);
      const isShown = inbox.has(opId) || dismissed.has(opId) || quiet.has(opId);
      const mayBeForgotten = wasRestored && !acceptedBefore.has(opId);
      if (!decided && !isShown && !mayBeForgotten) return new BrokenPromise('a saved operation is lost', opId);
      if (decided?.result === 'rejected' && !isShown) return new BrokenPromise('a rejection is lost', `${opId} ${decided.reason}`);
      if (decided?.result === 'applied' && inbox.has(opId))
        return new BrokenPromise('what was applied is called rejected', `${opId} ${JSON.stringify(device.data.inbox.getSnapshot())}`);
    }
  }
  return null;
}

/** Nobody is told that what they took back did not happen, nor that there was nothing left to take back. */
function takenBack({ pushes }: Device): Set<unknown> {
  const withdrawals = pushes.flat().filter(({ action }) => action === 'withdraw');
  return new Set(withdrawals.flatMap(({ opId, payload }) => [opId, payload.opId]));
}

/** The rule of the scope, written here once more. */
function sees(engine: Engine, userId: string, { status, assignee_uid, queue_uid }: Task): boolean {
  const user = engine.users.find(({ id }) => id === userId) as User;
  if (assignee_uid === userId) return true;
  if (status === 'DONE') return false;
  if (user.role !== 'operator') return true;
  const queue = engine.queues.find(queue_uid);
  return queue !== null && coversSkills(user.skills, queue.skills);
}
