import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { IpcResult, JournalContent, OperationDraft, OperationRecord } from '../../../src-shared/ipc/contract.ts';
import type { Operation } from '../../../src-shared/schema/operation.ts';
import { JournalFile, type WriteAt } from './journal-file.ts';
import { decodeJournal, encodeLine, type JournalEntry } from './journal-line.ts';
import {
  compactState,
  entriesOf,
  inSeqOrder,
  type JournalState,
  numberDrafts,
  renumberState,
  replayJournal,
  uniteWithOutbox,
  withRecords,
} from './journal-state.ts';

/** A quarter of a file that later lines replaced is worth writing anew at a start. */
const REWRITE_RATIO = 1.25;

export interface JournalOptions {
  /** The account's own folder. */
  directory: string;
  nowMs?: () => number;
  newDeviceId?: () => string;
  writeAt?: WriteAt;
}

/** What is said to the operator when the disk is full, and when anything else fails. */
interface FailureSentences {
  diskFull: string;
  failed: string;
}

const OPENING: FailureSentences = {
  diskFull: 'The disk of this computer is full. Free some space and try again.',
  failed: 'It could not be read from the disk of this computer, or not be repaired there.',
};
const WRITING: FailureSentences = {
  diskFull: 'The disk of this computer is full: nothing was changed. Free some space and try again.',
  failed: 'The change could not be written to the disk of this computer: nothing was changed. Try again.',
};

const FOREIGN = 'Another version of the console wrote what is saved on this computer. Update the console: nothing was changed.';

/** To go on without its lines would lose what was called saved, and give its numbers out twice. */
class ForeignJournalError extends Error {}

type Failure = { ok: false; code: string; message: string };

/**
 * The account's operations on disk, and the only one who numbers them. What `append` gave back survives a crash at any
 * later moment. Calls are carried out one after another.
 */
export class Journal {
  private readonly file: JournalFile;
  private readonly nowMs: () => number;
  private readonly newDeviceId: () => string;
  private state: JournalState | null = null;
  private last: Promise<unknown> = Promise.resolve();

  constructor(options: JournalOptions) {
    this.file = new JournalFile(join(options.directory, 'journal.log'), options.writeAt);
    this.nowMs = options.nowMs ?? Date.now;
    this.newDeviceId = options.newDeviceId ?? randomUUID;
  }

  open(outbox: readonly OperationRecord[]): Promise<IpcResult<'journal.open'>> {
    return this.inTurn(OPENING, async () => {
      this.state = null;
      await this.file.close();
      const { entries, damagedBytes, foreignLines } = decodeJournal(await this.file.read());
      if (foreignLines > 0) throw new ForeignJournalError();
      const journal = replayJournal(entries);
      const now = new Date(this.nowMs()).toISOString();
      const state = compactState(uniteWithOutbox(journal, outbox, this.newDeviceId, now), this.nowMs());
      const whole = entriesOf(state);
      if (damagedBytes > 0 || !journal || addsTo(journal, state)) await this.rewrite(whole);
      else if (entries.length > whole.length * REWRITE_RATIO) await this.shorten(whole);
      this.state = state;
      return { ok: true, value: { ...contentOf(state), repairedBytes: damagedBytes } };
    });
  }

  append(drafts: readonly OperationDraft[]): Promise<IpcResult<'journal.append'>> {
    return this.inTurn(WRITING, async () => {
      const state = this.opened();
      const operations = numberDrafts(state, fresh(state, drafts));
      const records = operations.map((operation) => ({ operation, result: null, settledAt: null, dismissed: false }));
      if (operations.length > 0) await this.write(operations.map((operation) => ({ type: 'operation', operation })));
      const next = withRecords(state, records);
      this.state = next;
      return { ok: true, value: drafts.map(({ opId }) => operationOf(next, opId)) };
    });
  }

  settle(records: readonly OperationRecord[]): Promise<IpcResult<'journal.settle'>> {
    return this.inTurn(WRITING, async () => {
      const state = this.opened();
      // The journal numbers: what the page says of a result counts, what it says of a number does not.
      const known = records.flatMap((record) => {
        const kept = state.records.get(record.operation.opId);
        return kept ? [{ ...record, operation: kept.operation }] : [];
      });
      if (known.length > 0) await this.write(known.map((record) => ({ type: 'record', record })));
      this.state = withRecords(state, known);
      return { ok: true, value: null };
    });
  }

  renumber(): Promise<IpcResult<'journal.renumber'>> {
    return this.inTurn(WRITING, async () => {
      const state = renumberState(this.opened(), this.newDeviceId(), new Date(this.nowMs()).toISOString());
      await this.rewrite(entriesOf(state));
      this.state = state;
      return { ok: true, value: contentOf(state) };
    });
  }

  /** Operations without an answer, read from the file when no page has opened the journal yet. */
  async countUnsent(): Promise<number> {
    await this.rest();
    if (this.state) return unsentOf(this.state);
    const { entries, foreignLines } = decodeJournal(await this.file.read());
    // Nobody here can tell whether they were sent.
    return unsentOf(replayJournal(entries)) + foreignLines;
  }

  async close(): Promise<void> {
    await this.rest();
    this.state = null;
    await this.file.close();
  }

  /** Until nothing is under way, with what was asked for meanwhile. */
  private async rest(): Promise<void> {
    for (let seen: Promise<unknown> | null = null; seen !== this.last; ) {
      seen = this.last;
      await seen;
    }
  }

  private async write(entries: readonly JournalEntry[]): Promise<void> {
    await this.file.append(Buffer.concat(entries.map(encodeLine)));
  }

  private async rewrite(entries: readonly JournalEntry[]): Promise<void> {
    await this.file.replace(Buffer.concat(entries.map(encodeLine)));
  }

  private async shorten(entries: readonly JournalEntry[]): Promise<void> {
    // The file as it is says the same: a disk too full for a second copy must not keep anybody from their work.
    await this.rewrite(entries).catch(() => null);
  }

  private opened(): JournalState {
    if (!this.state) throw new Error('the journal is not open');
    return this.state;
  }

  private inTurn<Value>(
    sentences: FailureSentences,
    work: () => Promise<{ ok: true; value: Value }>,
  ): Promise<{ ok: true; value: Value } | Failure> {
    const turn = this.last.then(work).catch((error: unknown) => failureOf(error, sentences));
    this.last = turn;
    return turn;
  }
}

/** A page that got no answer may ask again with the same ids: those have their numbers already. */
function fresh(state: JournalState, drafts: readonly OperationDraft[]): OperationDraft[] {
  const seen = new Set<string>();
  return drafts.filter(({ opId }) => {
    if (state.records.has(opId) || seen.has(opId)) return false;
    seen.add(opId);
    return true;
  });
}

function operationOf(state: JournalState, opId: string): Operation {
  const record = state.records.get(opId);
  if (!record) throw new Error('an operation was lost between writing and answering');
  return record.operation;
}

function addsTo(journal: JournalState, state: JournalState): boolean {
  if (journal.deviceId !== state.deviceId) return true;
  return [...state.records].some(([opId, record]) => journal.records.get(opId) !== record);
}

function unsentOf(state: JournalState | null): number {
  return [...(state?.records.values() ?? [])].filter(({ result }) => result === null).length;
}

function contentOf(state: JournalState): JournalContent {
  return { deviceId: state.deviceId, records: inSeqOrder([...state.records.values()], state.deviceId), repairedBytes: 0 };
}

function failureOf(error: unknown, { diskFull, failed }: FailureSentences): Failure {
  if (error instanceof ForeignJournalError) return { ok: false, code: 'journal_newer', message: FOREIGN };
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return { ok: false, code: 'disk_full', message: diskFull };
  return { ok: false, code: 'journal_failed', message: failed };
}
