import { TASK_EVENTS } from '../../src-shared/schema/event.ts';
import type { TaskStatus } from '../../src-shared/schema/task.ts';
import type { OperationResult } from '../../src-shared/sync/protocol.ts';
import { TRANSITIONS } from '../../src-shared/task/transitions.ts';
import type { Sql } from '../store/database.ts';
import { reviseHooks } from '../webhooks/hook-book.ts';

/** Something that must never be seen. `kind` names the promise that was broken. */
export class BrokenPromise extends Error {
  readonly kind: string;

  constructor(kind: string, detail: string) {
    super(`${kind}: ${detail}`);
    this.kind = kind;
  }
}

interface StepRow {
  task_uid: string;
  version: number;
  step: string;
  status_before: TaskStatus | null;
  status: TaskStatus;
  op_id: string | null;
  seq: number;
  event: string | null;
}

const HOOK_KEY = 'watched';
/** Steps that no endpoint hears of. */
const QUIET_STEPS = ['comment', 'delete'];

/** For trials: an endpoint that wants every event of every task, and that nobody delivers to. */
export async function addWatchedHook(sql: Sql): Promise<void> {
  await sql.run(
    `INSERT INTO hooks (hook_key, id, url, events, scope, rest_hook, enabled, secrets, created_at, updated_at)
     VALUES (?, ?, 'https://example.com', ?, 'all', 0, 1, '', 0, 0)`,
    [HOOK_KEY, HOOK_KEY, JSON.stringify(TASK_EVENTS)],
  );
  await reviseHooks(sql);
}

/**
 * For trials: what must hold after every single commit, looked at from the last look on. Throws BrokenPromise.
 * `hookKey`: of an endpoint that wants everything.
 */
export class SyncInvariants {
  private readonly hookKey: string;
  private seq = 0;
  private rows = 0;
  private readonly last = new Map<string, StepRow>();
  private readonly seqOfOperation = new Map<string, number>();
  private readonly answers = new Map<string, string>();

  constructor(hookKey = HOOK_KEY) {
    this.hookKey = hookKey;
  }

  /** The database was put back: what was seen after the backup did not happen. */
  forget(): void {
    this.seq = 0;
    this.rows = 0;
    this.last.clear();
    this.seqOfOperation.clear();
    this.answers.clear();
  }

  /** What a device was told. An operation has one answer, however often it is asked for. */
  noteAnswer({ opId, result, reason }: OperationResult): void {
    if (result === 'retry' || reason === 'sequence_reused') return;
    const answer = reason ?? 'applied';
    const known = this.answers.get(opId);
    if (known !== undefined && known !== answer)
      throw new BrokenPromise('an operation was answered in two ways', `${opId} ${known}, ${answer}`);
    this.answers.set(opId, answer);
  }

  /** What devices were told was applied. */
  applied(): string[] {
    return [...this.answers].flatMap(([opId, answer]) => (answer === 'applied' ? [opId] : []));
  }

  async look(sql: Sql): Promise<void> {
    const rows = await sql.all<StepRow>(
      `SELECT h.task_uid, h.version, h.step, h.status_before, h.status, h.op_id, h.seq, d.type AS event FROM history h
       LEFT JOIN deliveries d ON d.hook_key = ? AND d.task_uid = h.task_uid AND d.version = h.version
       WHERE h.seq > ? ORDER BY h.seq, h.version`,
      [this.hookKey, this.seq],
    );
    const seen = await sql.get<{ count: number; feed: number }>(
      'SELECT (SELECT COUNT(*) FROM history) AS count, (SELECT seq FROM feed WHERE id = 1) AS feed',
    );
    for (const row of rows) this.take(row);
    this.rows += rows.length;
    if (seen && seen.count !== this.rows) {
      throw new BrokenPromise('a commit became visible out of order', `${seen.count} steps, ${this.rows} of them in the order of the feed`);
    }
    if ((seen?.feed ?? 0) < this.seq) throw new BrokenPromise('the feed is behind its tasks', `${seen?.feed} ${this.seq}`);
    await this.compareTasks(sql, rows);
  }

  /** At the end: nothing is delivered that did not happen, first comes what happened first, and answers are in the ledger. */
  async lookAtAll(sql: Sql): Promise<void> {
    // A console may go on by itself meanwhile: what it is told from now on need not be in what is read here.
    const answers = new Map(this.answers);
    await this.look(sql);
    await compareDeliveries(sql, this.hookKey);
    const kept = await sql.all<{ op_id: string; result: string }>('SELECT op_id, result FROM ledger');
    const ledger = new Map(kept.map(({ op_id, result }) => [op_id, (JSON.parse(result) as OperationResult).reason ?? 'applied']));
    for (const [opId, answer] of answers) {
      if (ledger.get(opId) !== answer && answer !== 'payload_mismatch') {
        throw new BrokenPromise('an answered operation is not in the ledger', `${opId} ${answer}, ${ledger.get(opId)}`);
      }
    }
  }

  /** Whether an operation has a step of its own in the history. */
  hasTakenEffect(opId: string): boolean {
    return this.seqOfOperation.has(opId);
  }

  private take(row: StepRow): void {
    const { task_uid: uid, version, step, op_id: opId, seq } = row;
    const before = this.last.get(uid);
    const where = `${uid} ${version} ${step}`;
    if (version !== (before?.version ?? 0) + 1)
      throw new BrokenPromise('a history has not every version once', `${where} after ${before?.version}`);
    if (!isLegal(row, before)) throw new BrokenPromise('a history is not legal', `${where} after ${before?.step} ${before?.status}`);
    const expected = eventOf(step);
    if (row.event !== expected) throw new BrokenPromise('a transition has not its delivery row', `${where}: ${row.event}, not ${expected}`);
    if (opId !== null && (this.seqOfOperation.get(opId) ?? seq) !== seq)
      throw new BrokenPromise('an operation was applied twice', `${opId} ${where}`);
    if (opId !== null) this.seqOfOperation.set(opId, seq);
    this.last.set(uid, row);
    this.seq = seq;
  }

  private async compareTasks(sql: Sql, rows: readonly StepRow[]): Promise<void> {
    const uids = [...new Set(rows.map(({ task_uid }) => task_uid))];
    if (uids.length === 0) return;
    const tasks = await sql.all<{ uid: string; version: number; status: TaskStatus; seq: number }>(
      `SELECT uid, version, status, seq FROM tasks WHERE uid IN (${uids.map(() => '?').join(', ')})`,
      uids,
    );
    const found = new Map(tasks.map((task) => [task.uid, task]));
    for (const uid of uids) {
      const [task, last] = [found.get(uid), this.last.get(uid)];
      if (!last || (task?.version === last.version && task.status === last.status && task.seq === last.seq)) continue;
      throw new BrokenPromise('a task is not what its history says', `${uid}: ${JSON.stringify(task)}, ${JSON.stringify(last)}`);
    }
  }
}

function isLegal(row: StepRow, before: StepRow | undefined): boolean {
  const { step, status, status_before } = row;
  if (step === 'create') return before === undefined || before.step === 'delete';
  if (!before || before.step === 'delete' || status_before !== before.status) return false;
  if (!Object.hasOwn(TRANSITIONS, step)) return status === before.status;
  const { from, to } = TRANSITIONS[step as keyof typeof TRANSITIONS];
  return (from as readonly TaskStatus[]).includes(before.status) && status === to;
}

function eventOf(step: string): string | null {
  if (QUIET_STEPS.includes(step)) return null;
  if (Object.hasOwn(TRANSITIONS, step)) return TRANSITIONS[step as keyof typeof TRANSITIONS].event;
  return step === 'due' ? 'task.due' : `task.${step}d`;
}

async function compareDeliveries(sql: Sql, hookKey: string): Promise<void> {
  const rows = await sql.all<{ id: string; task_uid: string; version: number; state: string; step: string | null }>(
    `SELECT d.id, d.task_uid, d.version, d.state, h.step FROM deliveries d
     LEFT JOIN history h ON h.task_uid = d.task_uid AND h.version = d.version WHERE d.hook_key = ? ORDER BY d.task_uid, d.version`,
    [hookKey],
  );
  const begun = new Set<string>();
  for (const { id, task_uid, version, state, step } of rows) {
    if (step === null) throw new BrokenPromise('a delivery tells what did not happen', `${id} ${task_uid} ${version}`);
    if (state !== 'ready' && state !== 'waiting') continue;
    const expected = begun.has(task_uid) ? 'waiting' : 'ready';
    if (state !== expected) throw new BrokenPromise('a delivery does not wait for its turn', `${task_uid} ${version} ${state}`);
    begun.add(task_uid);
  }
}
