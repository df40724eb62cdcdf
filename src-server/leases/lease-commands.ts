import type { NewLease } from '../../src-shared/http/lease-endpoints.ts';
import { LEASE_LIMITS, type Lease } from '../../src-shared/schema/lease.ts';
import type { Task } from '../../src-shared/schema/task.ts';
import type { Actor } from '../../src-shared/task/actor.ts';
import { actorOf, type Caller, personOf } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import type { QueueBook } from '../queues/queue-book.ts';
import type { Sql } from '../store/database.ts';
import type { ActDependencies } from '../tasks/act-on-task.ts';
import { claimNextTask } from '../tasks/next-task.ts';
import { findTask } from '../tasks/task-store.ts';
import { writeTask } from '../tasks/write-task.ts';
import {
  countLeasedTasks,
  endLease,
  extendLease,
  findExpiredLease,
  findRunningLease,
  findUntouchedTasks,
  insertLease,
  listRunningLeases,
} from './lease-rows.ts';

/** Claims the next tasks of a queue for the caller until a moment; null when there are none. Throws ApiErrors: not_found, conflict. */
export async function takeOffline(
  sql: Sql,
  dependencies: ActDependencies,
  caller: Caller,
  wanted: NewLease & { id: string },
): Promise<{ lease: Lease; tasks: Task[] } | null> {
  const person = personOf(caller);
  const { id, queue_uid: queueUid, count, expires_in_seconds: seconds = LEASE_LIMITS.defaultSeconds } = wanted;
  if ((await countLeasedTasks(sql, person.id)) + count > LEASE_LIMITS.tasksOfPerson) {
    throw new ApiError('conflict', `One person takes at most ${LEASE_LIMITS.tasksOfPerson} tasks offline: give some back first.`);
  }
  const tasks: Task[] = [];
  while (tasks.length < count) {
    const task = await claimNextTask(sql, dependencies, caller, { queueUid, person });
    if (!task) break;
    tasks.push(task);
  }
  if (tasks.length === 0) return null;
  const nowMicros = dependencies.clock.nowMicros();
  const expiresMicros = nowMicros + seconds * 1_000_000;
  await insertLease(sql, { id, userUid: person.id, queueUid, createdMicros: nowMicros, expiresMicros, tasks });
  sql.notify('workspace');
  return { lease: (await findRunningLease(sql, id, nowMicros)) ?? noSuchLease(id), tasks };
}

/** Of people who see all open tasks every one; of others their own, and those of queues that they may work. */
export async function listVisibleLeases(sql: Sql, queues: QueueBook, caller: Caller, nowMicros: number): Promise<Lease[]> {
  const leases = await listRunningLeases(sql, nowMicros);
  return leases.filter((lease) => seesLease(lease, queues, caller));
}

/** Throws an ApiError `not_found`, also when it has ended. */
export async function findVisibleLease(sql: Sql, { queues, clock }: ActDependencies, caller: Caller, id: string): Promise<Lease> {
  const lease = await findRunningLease(sql, id, clock.nowMicros());
  return lease && seesLease(lease, queues, caller) ? lease : noSuchLease(id);
}

/** Throws ApiErrors: not_found, forbidden. */
export async function renewLease(
  sql: Sql,
  dependencies: ActDependencies,
  caller: Caller,
  { id, seconds = LEASE_LIMITS.defaultSeconds }: { id: string; seconds?: number | undefined },
): Promise<Lease> {
  const lease = await findVisibleLease(sql, dependencies, caller, id);
  if (lease.user_uid !== personOf(caller).id) throw new ApiError('forbidden', 'A lease is renewed by whose it is.');
  const nowMicros = dependencies.clock.nowMicros();
  await extendLease(sql, id, nowMicros + seconds * 1_000_000);
  sql.notify('workspace');
  return (await findRunningLease(sql, id, nowMicros)) ?? noSuchLease(id);
}

/** Gives back what was not begun. Throws ApiErrors: not_found, forbidden. */
export async function releaseLease(sql: Sql, dependencies: ActDependencies, caller: Caller, id: string): Promise<void> {
  const lease = await findVisibleLease(sql, dependencies, caller, id);
  const person = personOf(caller);
  if (lease.user_uid !== person.id && person.role === 'operator') {
    throw new ApiError('forbidden', 'What others took offline is released by them, or by a manager.');
  }
  await giveBack(sql, dependencies, lease, actorOf(caller));
}

/** Ends one lease whose time is over. Gives back how many it ended; call again until 0. */
export async function expireLeases(sql: Sql, dependencies: ActDependencies, nowMicros: number): Promise<number> {
  const lease = await findExpiredLease(sql, nowMicros);
  if (!lease) return 0;
  await giveBack(sql, dependencies, lease, { kind: 'system', name: 'Lease' });
  return 1;
}

async function giveBack(sql: Sql, dependencies: ActDependencies, lease: Lease, actor: Actor): Promise<void> {
  for (const uid of await findUntouchedTasks(sql, lease)) {
    const written = await writeTask(sql, dependencies, { before: await findTask(sql, uid), action: { type: 'unassign' }, actor });
    if (!written.ok) throw new Error(`the task ${uid} of the lease ${lease.id} could not be given back: ${written.refusal.message}`);
  }
  await endLease(sql, lease.id, dependencies.clock.nowMicros());
  sql.notify('workspace');
}

function seesLease(lease: Lease, queues: QueueBook, caller: Caller): boolean {
  if (caller.kind === 'key' || caller.user.role !== 'operator') return true;
  return lease.user_uid === caller.user.id || queues.workableWith(caller.user.skills).includes(lease.queue_uid);
}

function noSuchLease(id: string): never {
  throw new ApiError('not_found', `There is no lease ${id.slice(0, 128)} that runs.`);
}
