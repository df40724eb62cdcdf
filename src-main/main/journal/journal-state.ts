import type { OperationDraft, OperationRecord } from '../../../src-shared/ipc/contract.ts';
import type { Operation } from '../../../src-shared/schema/operation.ts';
import { SYNC_LIMITS } from '../../../src-shared/sync/limits.ts';
import type { JournalEntry } from './journal-line.ts';

const DAY_MS = 86_400_000;

/** What a journal says: who numbers, how far, and every operation it still keeps. */
export interface JournalState {
  deviceId: string;
  /** The highest number that was given out. */
  lastSeq: number;
  /** The highest number whose result is known. */
  knownSeq: number;
  records: ReadonlyMap<string, OperationRecord>;
}

/** The lines of a file → its state; null when neither a device nor an operation can be read from it. */
export function replayJournal(entries: readonly JournalEntry[]): JournalState | null {
  let device: { deviceId: string; lastSeq: number; knownSeq: number } | null = null;
  const records = new Map<string, OperationRecord>();
  for (const entry of entries) {
    switch (entry.type) {
      case 'device':
        device = { deviceId: entry.deviceId, lastSeq: entry.lastSeq, knownSeq: entry.knownSeq };
        break;
      case 'operation':
        records.set(entry.operation.opId, { operation: entry.operation, result: null, settledAt: null, dismissed: false });
        break;
      case 'record':
        records.set(entry.record.operation.opId, entry.record);
        break;
    }
  }
  const deviceId = device?.deviceId ?? latestOf(records.values())?.operation.deviceId;
  return deviceId === undefined ? null : stateOf(deviceId, records, device?.lastSeq ?? 0, device?.knownSeq ?? 0);
}

/**
 * The journal and what the page's outbox still has → one state. Where one record differs the journal wins; records that
 * only the outbox has are taken in. Without a journal the outbox's device goes on; without both a new one starts.
 */
export function uniteWithOutbox(
  journal: JournalState | null,
  outbox: readonly OperationRecord[],
  newDeviceId: () => string,
  now: string,
): JournalState {
  const deviceId = journal?.deviceId ?? latestOf(outbox)?.operation.deviceId ?? newDeviceId();
  const records = new Map(journal?.records ?? []);
  const takenSeqs = new Set(
    [...records.values()].filter((record) => record.operation.deviceId === deviceId).map((record) => record.operation.deviceSeq),
  );
  let conflict = false;
  for (const record of inSeqOrder(outbox, deviceId)) {
    const { opId, deviceSeq } = record.operation;
    if (records.has(opId)) continue;
    // Numbers of another device, or a number that the journal gave to another operation: all that is unsent is numbered anew.
    if (record.operation.deviceId !== deviceId || takenSeqs.has(deviceSeq)) conflict ||= record.result === null;
    else takenSeqs.add(deviceSeq);
    records.set(opId, record);
  }
  const state = stateOf(deviceId, records, journal?.lastSeq ?? 0, journal?.knownSeq ?? 0);
  return conflict ? renumberState(state, newDeviceId(), now) : state;
}

export function numberDrafts(state: JournalState, drafts: readonly OperationDraft[]): Operation[] {
  return drafts.map((draft, index) => ({
    ...draft,
    deviceId: state.deviceId,
    deviceSeq: state.lastSeq + 1 + index,
    knownSeq: state.knownSeq,
  }));
}

/** Takes records in, in place of what was known of the same operations. */
export function withRecords(state: JournalState, changed: readonly OperationRecord[]): JournalState {
  const records = new Map(state.records);
  for (const record of changed) records.set(record.operation.opId, record);
  return stateOf(state.deviceId, records, state.lastSeq, state.knownSeq);
}

/**
 * A new device that holds the unsettled operations, numbered from 1 in their order; settled ones stay as they are.
 * What was built on a rejected operation is rejected here: under the new numbers the server could not tell.
 */
export function renumberState(state: JournalState, deviceId: string, now: string): JournalState {
  const records = new Map<string, OperationRecord>();
  /** Task → number of its last rejected operation, under the old numbers. Those of earlier devices compare with nothing. */
  const rejectedSeqs = new Map<string, number>();
  let seq = 0;
  for (const record of inSeqOrder([...state.records.values()], state.deviceId)) {
    const { operation } = record;
    const isNumberedHere = operation.deviceId === state.deviceId;
    const rejectedSeq = isNumberedHere ? (rejectedSeqs.get(operation.taskId) ?? 0) : 0;
    let next = record;
    if (record.result === null && rejectedSeq > (operation.knownSeq ?? 0)) next = rejectAsDependent(record, now);
    else if (record.result === null) {
      seq += 1;
      next = { ...record, operation: { ...operation, deviceId, deviceSeq: seq, knownSeq: 0 } };
    }
    if (isNumberedHere && failsFollowers(next)) rejectedSeqs.set(operation.taskId, operation.deviceSeq);
    records.set(operation.opId, next);
  }
  return { deviceId, lastSeq: seq, knownSeq: 0, records };
}

/** As on the server: after a claim of what is theirs already, and after what was taken back, nothing is missing. */
function failsFollowers(record: OperationRecord): boolean {
  const reason = record.result?.reason;
  return isRejected(record) && record.operation.action !== 'withdraw' && reason !== 'already_yours' && reason !== 'withdrawn';
}

function rejectAsDependent(record: OperationRecord, now: string): OperationRecord {
  const message = 'An earlier change to the same task was not accepted, and this one was built on it.';
  const { opId } = record.operation;
  return { ...record, result: { opId, result: 'rejected', reason: 'depends_on_rejected', message }, settledAt: now };
}

/**
 * Leaves out what was settled longer ago than a restored server could ask for again. Rejections stay until dismissed,
 * and the highest number stays, so that a device rebuilt from a copy never gives it out twice.
 */
export function compactState(state: JournalState, nowMs: number): JournalState {
  const oldestMs = nowMs - SYNC_LIMITS.retainedDays * DAY_MS;
  const records = new Map<string, OperationRecord>();
  for (const [opId, record] of state.records) {
    const holdsHighest = record.operation.deviceId === state.deviceId && record.operation.deviceSeq === state.lastSeq;
    if (holdsHighest || !isSpent(record, oldestMs)) records.set(opId, record);
  }
  return records.size === state.records.size ? state : { ...state, records };
}

export function entriesOf(state: JournalState): JournalEntry[] {
  const { deviceId, lastSeq, knownSeq } = state;
  const records = inSeqOrder([...state.records.values()], deviceId);
  return [{ type: 'device', deviceId, lastSeq, knownSeq }, ...records.map((record) => ({ type: 'record' as const, record }))];
}

/** What earlier devices left first, in the order in which they are met in `records`; of one device by number. */
export function inSeqOrder(records: readonly OperationRecord[], deviceId: string): OperationRecord[] {
  const ranks = new Map<string, number>();
  for (const { operation } of records) if (!ranks.has(operation.deviceId)) ranks.set(operation.deviceId, ranks.size);
  ranks.set(deviceId, records.length);
  const rankOf = ({ operation }: OperationRecord) => ranks.get(operation.deviceId) ?? 0;
  return [...records].sort(
    (a, b) => rankOf(a) - rankOf(b) || a.operation.deviceSeq - b.operation.deviceSeq || compareText(a.operation.opId, b.operation.opId),
  );
}

function isRejected(record: OperationRecord): boolean {
  return record.result !== null && (record.result.result === 'rejected' || record.result.reason !== undefined);
}

function isSpent(record: OperationRecord, oldestMs: number): boolean {
  if (record.result === null || record.settledAt === null) return false;
  if (isRejected(record) && record.result.reason !== 'withdrawn' && !record.dismissed) return false;
  // A clock that cannot be read keeps the record: keeping too much harms nobody.
  return Date.parse(record.settledAt) < oldestMs;
}

function stateOf(deviceId: string, records: ReadonlyMap<string, OperationRecord>, lastSeq: number, knownSeq: number): JournalState {
  let last = lastSeq;
  let known = knownSeq;
  for (const { operation, result } of records.values()) {
    if (operation.deviceId !== deviceId) continue;
    last = Math.max(last, operation.deviceSeq);
    if (result !== null) known = Math.max(known, operation.deviceSeq);
  }
  return { deviceId, lastSeq: last, knownSeq: known, records };
}

/** Operation ids are UUIDs of version 7: the greatest is the latest. */
function latestOf(records: Iterable<OperationRecord>): OperationRecord | null {
  let latest: OperationRecord | null = null;
  for (const record of records) {
    if (latest === null || compareText(record.operation.opId, latest.operation.opId) > 0) latest = record;
  }
  return latest;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
