import type { DocketBridge, OperationDraft, OperationRecord } from '../../src-shared/ipc/contract.ts';
import type { Operation } from '../../src-shared/schema/operation.ts';
import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { OperationResult } from '../../src-shared/sync/protocol.ts';
import type { Replica } from './replica.ts';

const DAY_MS = 86_400_000;

export interface OutboxOptions {
  bridge: DocketBridge;
  replica: Replica;
  nowMs: () => number;
  /** Told of the tasks whose operations changed, at once. */
  onTasksChanged: (taskUids: ReadonlySet<string>) => void;
}

export type AppendOutcome = { ok: true; operations: Operation[] } | { ok: false; message: string };

/**
 * What the operator did and what became of it: in memory for everybody who asks, in the main process's journal before
 * anybody is told "saved", in RxDB so that a lost journal can be rebuilt.
 */
export class Outbox {
  private readonly options: OutboxOptions;
  private readonly records = new Map<string, OperationRecord>();
  private readonly byTask = new Map<string, Set<string>>();
  private unsettled: OperationRecord[] = [];
  /** Answered, and the feed has not shown the effect yet: still drawn. */
  private readonly unseen = new Map<string, OperationRecord>();
  private readonly attention = new Map<string, OperationRecord>();
  private readonly held = new Set<string>();
  /** What the journal failed to take; given to it again with the next. */
  private unjournalled: OperationRecord[] = [];
  private pulledSeq = 0;
  private device = '';
  private last: Promise<unknown> = Promise.resolve();

  constructor(options: OutboxOptions) {
    this.options = options;
  }

  /** Unites RxDB's operations with the journal's; both hold the union when it resolves. Throws the sentence to show. */
  async open(pulledSeq: number): Promise<void> {
    const { bridge, replica } = this.options;
    const stored = await replica.readOperations();
    const outcome = await bridge.call('journal.open', { outbox: stored });
    if (!outcome.ok) throw new Error(outcome.message);
    this.pulledSeq = pulledSeq;
    await this.takeAll(outcome.value.deviceId, outcome.value.records, stored);
  }

  get deviceId(): string {
    return this.device;
  }

  get hasRecords(): boolean {
    return this.records.size > 0;
  }

  get unsettledCount(): number {
    return this.unsettled.length;
  }

  find(opId: string): OperationRecord | undefined {
    return this.records.get(opId);
  }

  /** Rejected and not put away, newest first. */
  inbox(): OperationRecord[] {
    return [...this.attention.values()].sort((a, b) => (a.operation.opId < b.operation.opId ? 1 : -1));
  }

  get rejectedCount(): number {
    return this.attention.size;
  }

  /** Unanswered operations by number, up to the first that is held. */
  sendable(): readonly OperationRecord[] {
    const held = this.unsettled.findIndex(({ operation }) => this.held.has(operation.opId));
    return held === -1 ? this.unsettled : this.unsettled.slice(0, held);
  }

  /** Keeps operations from being sent until the returned function is called. */
  hold(opIds: readonly string[]): () => void {
    for (const opId of opIds) this.held.add(opId);
    return () => {
      for (const opId of opIds) this.held.delete(opId);
    };
  }

  /** What is drawn over the server's state of a task, in order. */
  drawnOf(taskUid: string): Operation[] {
    const ids = this.byTask.get(taskUid);
    if (!ids) return [];
    const drawn: OperationRecord[] = [];
    for (const opId of ids) {
      const record = this.records.get(opId);
      if (record && (record.result === null || this.unseen.has(opId))) drawn.push(record);
    }
    // What was answered came before what was not, also when the latter has a new device's numbers.
    drawn.sort((a, b) => Number(a.result === null) - Number(b.result === null) || a.operation.deviceSeq - b.operation.deviceSeq);
    return drawn.map(({ operation }) => operation);
  }

  rejectedOf(taskUid: string): OperationRecord[] {
    return [...(this.byTask.get(taskUid) ?? [])].flatMap((opId) => {
      const record = this.records.get(opId);
      return record && needsAttention(record) ? [record] : [];
    });
  }

  /** Durable when it resolves with `ok`; otherwise nothing was recorded. */
  append(drafts: readonly OperationDraft[]): Promise<AppendOutcome> {
    return this.inTurn(async () => {
      const outcome = await this.options.bridge.call('journal.append', { drafts: [...drafts] });
      if (!outcome.ok) return outcome;
      const records = outcome.value.map((operation) => ({ operation, result: null, settledAt: null, dismissed: false }));
      // The journal has them: a full IndexedDB takes nothing from that, and the next start mends it.
      await this.store(records);
      this.take(records);
      return { ok: true, operations: outcome.value };
    });
  }

  /**
   * Writes down what the server said: in the journal first, so that what follows is numbered with that knowledge.
   * `epoch`: of the database that said so; absent where nobody was asked.
   */
  settle(results: readonly OperationResult[], epoch?: string): Promise<void> {
    return this.inTurn(() => this.settleAll(results, epoch));
  }

  private async settleAll(results: readonly OperationResult[], epoch: string | undefined): Promise<void> {
    const settledAt = new Date(this.options.nowMs()).toISOString();
    const withdrawn = this.withdrawnOpIds();
    const settled = results.flatMap((result) => {
      const record = this.records.get(result.opId);
      if (!record || record.result !== null) return [];
      const { task: _task, expected: _expected, ...kept } = result;
      const next = { ...record, result: kept, settledAt };
      // Nobody has to be told that what they took back did not happen.
      const quiet = isRejection(next) && (record.operation.action === 'withdraw' || withdrawn.has(result.opId));
      return [{ ...next, dismissed: quiet, ...(epoch === undefined ? {} : { epoch }) }];
    });
    await this.replaceRecords(settled);
  }

  dismiss(opIds: readonly string[]): Promise<void> {
    return this.inTurn(() => {
      const dismissed = opIds.flatMap((opId) => {
        const record = this.records.get(opId);
        return record && needsAttention(record) ? [{ ...record, dismissed: true }] : [];
      });
      return this.replaceRecords(dismissed);
    });
  }

  /** The feed has been shown up to `seq`: operations whose effect is in it are no longer drawn. */
  pulledTo(seq: number): void {
    this.pulledSeq = seq;
    const shown = new Set<string>();
    for (const [opId, { operation, result }] of this.unseen) {
      if ((result?.seq ?? 0) > seq) continue;
      this.unseen.delete(opId);
      shown.add(operation.taskId);
    }
    if (shown.size > 0) this.options.onTasksChanged(shown);
  }

  /** Whether an answered operation waits for the feed to show it. */
  get awaitsFeed(): boolean {
    return this.unseen.size > 0;
  }

  /** New numbers under a new device for all that is unanswered. */
  renumber(): Promise<boolean> {
    return this.inTurn(() => this.renumberAll());
  }

  private async renumberAll(): Promise<boolean> {
    const outcome = await this.options.bridge.call('journal.renumber', null);
    if (!outcome.ok) return false;
    await this.takeAll(outcome.value.deviceId, outcome.value.records, [...this.records.values()]);
    return true;
  }

  /**
   * The database of `epoch` answers: what another one had accepted lately counts as unanswered again, so that it is sent
   * again. The new one knows by `opId` what it has already. `failed`: the journal did not take all of it.
   */
  reopenRetained(epoch: string): Promise<'nothing' | 'reopened' | 'failed'> {
    return this.inTurn(() => this.reopenAndRenumber(epoch));
  }

  private async reopenAndRenumber(epoch: string): Promise<'nothing' | 'reopened' | 'failed'> {
    const oldestMs = this.options.nowMs() - SYNC_LIMITS.retainedDays * DAY_MS;
    const reopened = [...this.records.values()].filter(
      (record) =>
        isAccepted(record) &&
        record.epoch !== epoch &&
        record.operation.action !== 'withdraw' &&
        Date.parse(record.settledAt ?? '') >= oldestMs,
    );
    if (reopened.length === 0) return 'nothing';
    this.unseen.clear();
    await this.replaceRecords(reopened.map(({ operation, dismissed }) => ({ operation, result: null, settledAt: null, dismissed })));
    return this.unjournalled.length === 0 && (await this.renumberAll()) ? 'reopened' : 'failed';
  }

  /** One change at a time: numbers that the journal gave out must be taken in, in its order. */
  private inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => null);
    return turn;
  }

  private async replaceRecords(records: readonly OperationRecord[]): Promise<void> {
    if (records.length === 0) return;
    // A result that is not in the journal is asked for again after a restart, and answered as a duplicate.
    this.unjournalled = await this.writeResults([...this.unjournalled, ...records]);
    await this.store(records);
    this.take(records);
  }

  /** Gives back what the journal did not take. */
  private async writeResults(records: readonly OperationRecord[]): Promise<OperationRecord[]> {
    for (let start = 0; start < records.length; start += SYNC_LIMITS.pushMaximum) {
      const part = records.slice(start, start + SYNC_LIMITS.pushMaximum);
      const outcome = await this.options.bridge.call('journal.settle', { records: part });
      if (!outcome.ok) return records.slice(start);
    }
    return [];
  }

  /** RxDB is a copy: failing to write it loses nothing that the journal has. */
  private async store(records: readonly OperationRecord[]): Promise<void> {
    await this.options.replica.writeOperations(records).catch(() => null);
  }

  private async takeAll(deviceId: string, records: readonly OperationRecord[], stored: readonly OperationRecord[]): Promise<void> {
    const { replica } = this.options;
    const kept = new Map(records.map((record) => [record.operation.opId, record]));
    const storedTexts = new Map(stored.map((record) => [record.operation.opId, JSON.stringify(record)]));
    await this.store(records.filter((record) => storedTexts.get(record.operation.opId) !== JSON.stringify(record)));
    await replica.removeOperations([...storedTexts.keys()].filter((opId) => !kept.has(opId))).catch(() => null);
    const changed = new Set([...this.byTask.keys()]);
    this.device = deviceId;
    this.records.clear();
    this.byTask.clear();
    this.unsettled = [];
    this.unseen.clear();
    this.attention.clear();
    this.take(records, changed);
  }

  private take(records: readonly OperationRecord[], changed = new Set<string>()): void {
    for (const record of records) {
      const { opId, taskId } = record.operation;
      this.records.set(opId, record);
      const ofTask = this.byTask.get(taskId);
      if (ofTask) ofTask.add(opId);
      else this.byTask.set(taskId, new Set([opId]));
      if (isAccepted(record) && (record.result?.seq ?? 0) > this.pulledSeq) this.unseen.set(opId, record);
      else this.unseen.delete(opId);
      if (needsAttention(record)) this.attention.set(opId, record);
      else this.attention.delete(opId);
      changed.add(taskId);
    }
    const touched = new Set(records.map(({ operation }) => operation.opId));
    const rest = this.unsettled.filter(({ operation }) => !touched.has(operation.opId));
    const fresh = records.filter(({ result }) => result === null);
    this.unsettled = [...rest, ...fresh].sort((a, b) => a.operation.deviceSeq - b.operation.deviceSeq);
    this.options.onTasksChanged(changed);
  }

  private withdrawnOpIds(): Set<unknown> {
    const ids = new Set<unknown>();
    for (const { operation } of this.unsettled) if (operation.action === 'withdraw') ids.add(operation.payload.opId);
    return ids;
  }
}

/** Rejected, and the operator has not put it away. */
function needsAttention(record: OperationRecord): boolean {
  return isRejection(record) && !record.dismissed && record.result?.reason !== 'withdrawn';
}

export function isRejection({ result }: OperationRecord): boolean {
  return result !== null && (result.result === 'rejected' || result.reason !== undefined);
}

function isAccepted(record: OperationRecord): boolean {
  return record.result !== null && !isRejection(record);
}
