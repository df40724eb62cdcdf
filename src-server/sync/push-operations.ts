import { type Static, Type } from 'typebox';
import { Identifier } from '../../src-shared/schema/identifier.ts';
import { type Operation, OperationId } from '../../src-shared/schema/operation.ts';
import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { OperationResult, PushResponse } from '../../src-shared/sync/protocol.ts';
import type { RefusalReason } from '../../src-shared/task/refusal.ts';
import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import type { StoredTask } from '../tasks/stored-task.ts';
import { findTask } from '../tasks/task-store.ts';
import { decideOperation, type OperationDecision, type OperationDependencies, readOperation } from './decide-operation.ts';
import { findFeed } from './feed-position.ts';
import {
  findDevice,
  findFailures,
  findKnownOperations,
  fingerprintOf,
  insertLedgerEntry,
  type KnownOperation,
  type StoredResult,
  saveDevice,
} from './operation-ledger.ts';
import { type Scope, scopeOf } from './scope.ts';
import { isInScope, syncTaskOf } from './sync-document.ts';

/**
 * What must be readable of an operation so that it can be answered at all. The rest is judged one by one: an operation
 * that is not valid is rejected and takes its number, so that it holds up no other.
 */
export const OperationEnvelope = Type.Object({
  opId: OperationId,
  deviceId: Identifier,
  deviceSeq: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  taskId: Type.Optional(Type.Unknown()),
  action: Type.Optional(Type.Unknown()),
  payload: Type.Optional(Type.Unknown()),
});
export type OperationEnvelope = Static<typeof OperationEnvelope>;

export const PushEnvelope = Type.Object(
  { deviceId: Identifier, operations: Type.Array(OperationEnvelope, { minItems: 1, maxItems: SYNC_LIMITS.pushMaximum }) },
  { additionalProperties: false },
);
export type PushEnvelope = Static<typeof PushEnvelope>;

/** One request in work. */
interface Push {
  sql: Sql;
  dependencies: OperationDependencies;
  caller: Caller & { kind: 'user' };
  deviceId: string;
  scope: Scope;
  nowMicros: number;
  lastSeq: number;
  known: Map<string, KnownOperation>;
  /** Operations of this request that a later one of the same request takes back. */
  withdrawn: ReadonlySet<string>;
  /** Numbers of this request that were rejected. */
  rejectedSeqs: Set<number>;
}

/**
 * Decides a device's operations in the order in which they were sent, each with its ledger row, in the caller's
 * transaction. Every refusal is an answer; throws an ApiError only where the whole request is wrong: a key (403), a
 * device of another account (403), operations of another device (422).
 */
export async function pushOperations(
  sql: Sql,
  dependencies: OperationDependencies,
  caller: Caller,
  request: PushEnvelope,
): Promise<PushResponse> {
  if (caller.kind !== 'user') throw new ApiError('forbidden', 'Operations are sent by people who are signed in, not with a key.');
  const { deviceId, operations } = request;
  if (operations.some((operation) => operation.deviceId !== deviceId)) {
    throw new ApiError('validation_failed', 'All operations of a request must be of the device that sends them.', {
      details: { path: '/operations' },
    });
  }
  const entries = operations.map(readEntry);
  const device = await findDevice(sql, deviceId);
  if (device && device.userId !== caller.user.id) {
    throw new ApiError(
      'device_of_another_account',
      'This device belongs to another account: sign in with that one, or start with a new device.',
    );
  }
  const push: Push = {
    sql,
    dependencies,
    caller,
    deviceId,
    scope: scopeOf(caller, dependencies.queues),
    nowMicros: dependencies.clock.nowMicros(),
    lastSeq: device?.lastSeq ?? 0,
    known: await findKnownOperations(sql, [
      ...new Set(entries.flatMap(({ sent, withdraws }) => (withdraws === null ? sent.opId : [sent.opId, withdraws]))),
    ]),
    withdrawn: withdrawnInRequest(entries),
    rejectedSeqs: new Set(),
  };
  // The ledger's rows belong to a device that is known.
  if (!device) await saveDevice(sql, { deviceId, userId: caller.user.id, lastSeq: 0, atMicros: push.nowMicros });
  const results = await answerAll(push, entries);
  if (push.lastSeq !== (device?.lastSeq ?? 0))
    await saveDevice(sql, { deviceId, userId: caller.user.id, lastSeq: push.lastSeq, atMicros: push.nowMicros });
  return { results, epoch: (await findFeed(sql)).epoch };
}

/** What was sent, read once. */
interface Entry {
  sent: OperationEnvelope;
  read: ReturnType<typeof readOperation>;
  /** The operation that this one takes back. */
  withdraws: string | null;
}

function readEntry(sent: OperationEnvelope): Entry {
  const read = readOperation(sent);
  const target = read.ok && read.operation.action === 'withdraw' ? read.operation.payload.opId : null;
  return { sent, read, withdraws: typeof target === 'string' ? target : null };
}

/** Operations that one behind them in the same request takes back: they must not take effect first. */
function withdrawnInRequest(entries: readonly Entry[]): Set<string> {
  const seen = new Set<string>();
  const withdrawn = new Set<string>();
  for (const { sent, withdraws } of entries) {
    if (withdraws !== null && seen.has(withdraws)) withdrawn.add(withdraws);
    seen.add(sent.opId);
  }
  return withdrawn;
}

async function answerAll(push: Push, entries: readonly Entry[]): Promise<OperationResult[]> {
  const results: OperationResult[] = [];
  let gap = false;
  for (const entry of entries) {
    const { sent } = entry;
    const expected = push.lastSeq + 1;
    gap ||= sent.deviceSeq > expected;
    results.push(gap ? { opId: sent.opId, result: 'retry', expected } : await answer(push, entry));
  }
  return results;
}

async function answer(push: Push, entry: Entry): Promise<OperationResult> {
  const { sent } = entry;
  const isNext = sent.deviceSeq === push.lastSeq + 1;
  const fingerprint = fingerprintOf(sent);
  const known = push.known.get(sent.opId);
  if (known) {
    // Known from the device's former id, or an id that was used twice: either way the number is used now.
    if (isNext) push.lastSeq = sent.deviceSeq;
    return repeat(push, sent, fingerprint, known);
  }
  if (!isNext) return reject(sent, 'sequence_reused', 'The device has used this number for another operation.');
  push.lastSeq = sent.deviceSeq;
  return decide(push, entry, fingerprint);
}

async function repeat(push: Push, sent: OperationEnvelope, fingerprint: string, known: KnownOperation): Promise<OperationResult> {
  if (known.userId !== push.caller.user.id || known.fingerprint !== fingerprint) {
    return reject(sent, 'payload_mismatch', 'Another operation was sent with this id.');
  }
  return { ...known.result, opId: sent.opId, result: 'duplicate', ...visibleTask(push, await findTask(push.sql, known.taskUid)) };
}

async function decide(push: Push, { sent, read }: Entry, fingerprint: string): Promise<OperationResult> {
  const taskUid = read.ok ? read.operation.taskId : '';
  const before = read.ok ? await findTask(push.sql, taskUid) : null;
  const decision = read.ok ? await judge(push, read.operation, before) : read;
  const now = decision.ok ? decision.after : before;
  const result = storedResultOf(decision);
  const failsFollowers = !decision.ok && sent.action !== 'withdraw' && failsWhatBuildsOnIt(decision.refusal.reason);
  if (failsFollowers) push.rejectedSeqs.add(sent.deviceSeq);
  await insertLedgerEntry(
    push.sql,
    {
      opId: sent.opId,
      deviceId: push.deviceId,
      deviceSeq: sent.deviceSeq,
      taskUid,
      fingerprint,
      result,
      failsFollowers,
      version: now?.task.version ?? 0,
    },
    push.nowMicros,
  );
  push.known.set(sent.opId, { taskUid, userId: push.caller.user.id, fingerprint, result });
  return { opId: sent.opId, ...result, ...visibleTask(push, now) };
}

type Judgement = OperationDecision | { ok: true; after: null };

async function judge(push: Push, operation: Operation, before: StoredTask | null): Promise<Judgement> {
  if (operation.action === 'withdraw') return judgeWithdrawal(push, operation);
  if (push.withdrawn.has(operation.opId)) return refuse('withdrawn', 'Taken back before it was sent.');
  if (await buildsOnRejected(push, operation)) {
    return refuse('depends_on_rejected', 'An earlier operation on this task was not applied, and this one builds on it.');
  }
  return decideOperation(push.sql, push.dependencies, push.caller, operation, before);
}

/** Taking back has no effect of its own: it says whether the operation had none either. */
function judgeWithdrawal(push: Push, operation: Operation): Judgement {
  const target = push.known.get(String(operation.payload.opId));
  if (!target || target.userId !== push.caller.user.id) return refuse('not_found', 'There is no such operation to take back.');
  if (target.result.result === 'applied') return refuse('already_applied', 'The operation had already taken effect.');
  return { ok: true, after: null };
}

/**
 * Work that was done before the device knew that what it builds on had been rejected. Where the client does not say
 * what it knew, the version tells that it looked at.
 */
async function buildsOnRejected(push: Push, operation: Operation): Promise<boolean> {
  const { knownSeq, baseVersion, taskId, deviceSeq } = operation;
  if (knownSeq !== undefined && knownSeq >= deviceSeq - 1) return false;
  const failures = await findFailures(push.sql, push.deviceId, taskId, knownSeq ?? 0);
  if (knownSeq !== undefined) return failures.length > 0;
  return failures.some(
    ({ device_seq, version }) => baseVersion < version || (baseVersion === version && push.rejectedSeqs.has(device_seq)),
  );
}

/** After a claim of what is theirs already, and after what was taken back, nothing is missing. */
function failsWhatBuildsOnIt(reason: RefusalReason): boolean {
  return reason !== 'already_yours' && reason !== 'withdrawn';
}

function storedResultOf(decision: Judgement): StoredResult {
  if (decision.ok) return { result: 'applied', ...(decision.after ? { seq: decision.after.seq } : {}) };
  const { refusal } = decision;
  const holder = 'holder' in decision && decision.holder ? { holder: decision.holder } : {};
  return { result: 'rejected', reason: refusal.reason, message: refusal.message, ...holder };
}

function visibleTask(push: Push, stored: StoredTask | null): Pick<OperationResult, 'task'> {
  if (!stored || !isInScope(stored.task, stored.deleted, push.scope, push.nowMicros)) return {};
  return { task: syncTaskOf(stored.task, stored.seq) };
}

function refuse(reason: RefusalReason, message: string): { ok: false; refusal: { reason: RefusalReason; message: string } } {
  return { ok: false, refusal: { reason, message } };
}

function reject(sent: OperationEnvelope, reason: RefusalReason, message: string): OperationResult {
  return { opId: sent.opId, result: 'rejected', reason, message };
}
