import type { OperationRecord } from '../../src-shared/ipc/contract.ts';
import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import { type OperationResult, PushResponse } from '../../src-shared/sync/protocol.ts';
import type { ApiClient, ApiFailure } from './api-client.ts';
import type { Outbox } from './outbox.ts';
import { type BackoffLimits, backoffDelayMs, Waiter } from './waiter.ts';

export interface UploaderOptions {
  api: ApiClient;
  outbox: Outbox;
  backoff: BackoffLimits;
  random: () => number;
  /** The epoch that the feed showed last; null before the first page. */
  feedEpoch: () => string | null;
  /** After every answered request, with what was decided. */
  onAnswered: (settled: readonly OperationResult[]) => void;
  onFailure: (failure: ApiFailure) => void;
}

/** How long to wait where only somebody else can help: a sign-in or another version. Woken earlier by `wake`. */
const HELPLESS_MS = 60_000;

/** Refusals of a request's content. Others (a path that a proxy does not know, say) are nobody's operation's fault. */
const ABOUT_THE_BODY = ['bad_request', 'invalid_json', 'body_too_large', 'validation_failed'];

/**
 * Sends what the outbox has, first in first out, one request at a time, until it is answered. What to send is chosen by
 * "not answered", never by a clock.
 */
export class Uploader {
  private readonly options: UploaderOptions;
  private readonly waiter = new Waiter();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private failures = 0;
  /** Of the database that answers, as far as is known. */
  private epoch: string | null = null;
  /** What the feed had said when it was heeded last: an answer may know of another database before the feed does. */
  private heededEpoch: string | null = null;
  /** Halved while a request is refused whole, to find the operation that is to blame. */
  private batchLimit: number = SYNC_LIMITS.pushMaximum;

  constructor(options: UploaderOptions) {
    this.options = options;
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.waiter.wake();
    await this.running;
  }

  /** There is something to send, or a network to send it over. */
  wake(): void {
    this.waiter.wake();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.heedFeed();
      const batch = chooseBatch(this.options.outbox.sendable(), this.batchLimit);
      const waitMs = batch.length === 0 ? undefined : await this.send(batch);
      if (waitMs === 0 || this.stopping.signal.aborted) continue;
      await this.waiter.wait(waitMs);
    }
  }

  /** Gives back how long to wait before the next request. */
  private async send(batch: readonly OperationRecord[]): Promise<number> {
    const { api, outbox } = this.options;
    // Put in line again, and a crash or a full disk came before their new numbers.
    if (batch.some(({ operation }) => operation.deviceId !== outbox.deviceId)) return (await outbox.renumber()) ? 0 : this.slowDown();
    const body = { deviceId: outbox.deviceId, operations: batch.map(({ operation }) => operation) };
    const outcome = await api.post('/sync/operations', body, PushResponse, this.stopping.signal);
    if (this.stopping.signal.aborted) return 0;
    return outcome.ok ? this.takeResults(batch, outcome.value) : this.takeFailure(batch, outcome);
  }

  private async takeResults(batch: readonly OperationRecord[], { results, epoch }: PushResponse): Promise<number> {
    const { outbox, onAnswered } = this.options;
    const known = new Set(batch.map(({ operation }) => operation.opId));
    const settled = results.filter((result) => known.has(result.opId) && isFinal(result));
    if (settled.length > 0) await outbox.settle(settled, epoch);
    this.batchLimit = SYNC_LIMITS.pushMaximum;
    onAnswered(settled);
    // The feed has heard of another database since this was sent: its word is newer than this answer.
    if (this.hasFeedNews()) return settled.length > 0 ? 0 : this.slowDown();
    const resent = await this.resendTo(epoch);
    if (resent !== 'nothing') return resent === 'reopened' ? 0 : this.slowDown();
    if (settled.length === results.length) return this.succeed();
    const [next] = outbox.sendable();
    const gap = results.find(({ result }) => result === 'retry');
    // The server takes up where we go on anyway; any other number is one that we no longer have.
    if (gap && settled.length > 0 && gap.expected === next?.operation.deviceSeq) return this.succeed();
    await outbox.renumber();
    return this.slowDown();
  }

  private async takeFailure(batch: readonly OperationRecord[], failure: ApiFailure): Promise<number> {
    const { outbox, onFailure } = this.options;
    switch (failure.kind) {
      case 'expired':
      case 'incompatible':
        onFailure(failure);
        return HELPLESS_MS;
      case 'unreachable':
        onFailure(failure);
        return Math.max(this.slowDown(), failure.retryAfterMs ?? 0);
      case 'refused':
        if (failure.code === 'device_of_another_account') {
          await outbox.renumber();
          return this.slowDown();
        }
        if (ABOUT_THE_BODY.includes(failure.code)) return this.isolate(batch, failure);
        onFailure(failure);
        return this.slowDown();
    }
  }

  /** One unreadable operation must not hold up the others: halve until it is alone, then show it to the operator. */
  private async isolate(batch: readonly OperationRecord[], failure: ApiFailure): Promise<number> {
    if (batch.length > 1) {
      this.batchLimit = Math.ceil(batch.length / 2);
      return 0;
    }
    const [blamed] = batch;
    if (!blamed) return 0;
    const { opId } = blamed.operation;
    await this.options.outbox.settle([{ opId, result: 'rejected', reason: 'invalid_payload', message: failure.message }]);
    // Its number will never reach the server: the others are numbered without it.
    await this.options.outbox.renumber();
    this.batchLimit = SYNC_LIMITS.pushMaximum;
    this.options.onAnswered([]);
    return this.slowDown();
  }

  private hasFeedNews(): boolean {
    const feedEpoch = this.options.feedEpoch();
    return feedEpoch !== null && feedEpoch !== this.heededEpoch;
  }

  private async heedFeed(): Promise<void> {
    if (!this.hasFeedNews()) return;
    const feedEpoch = this.options.feedEpoch();
    if (feedEpoch !== null && (await this.resendTo(feedEpoch)) !== 'failed') this.heededEpoch = feedEpoch;
  }

  /** Where another database answers, what we kept is put in line again. */
  private async resendTo(epoch: string): Promise<'nothing' | 'reopened' | 'failed'> {
    if (epoch === this.epoch) return 'nothing';
    const outcome = await this.options.outbox.reopenRetained(epoch);
    if (outcome !== 'failed') this.epoch = epoch;
    return outcome;
  }

  private succeed(): number {
    this.failures = 0;
    return 0;
  }

  private slowDown(): number {
    this.failures += 1;
    return backoffDelayMs(this.failures, this.options.backoff, this.options.random);
  }
}

/** The number was used up for another operation: this one was not decided and keeps its id under a new number. */
function isFinal({ result, reason }: OperationResult): boolean {
  return result !== 'retry' && reason !== 'sequence_reused';
}

/** The next operations by number; an operation and its withdrawal go in one request where that is possible at all. */
export function chooseBatch(unsettled: readonly OperationRecord[], limit: number): readonly OperationRecord[] {
  if (unsettled.length <= limit) return unsettled;
  const batch = unsettled.slice(0, limit);
  const later = new Set(
    unsettled.slice(limit).flatMap(({ operation }) => (operation.action === 'withdraw' ? [operation.payload.opId] : [])),
  );
  const cut = batch.findIndex(({ operation }) => later.has(operation.opId));
  return cut > 0 ? batch.slice(0, cut) : batch;
}
