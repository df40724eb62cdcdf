import { randomUUID } from 'node:crypto';
import { VendorError } from '../vendor-error.ts';
import { keepAccount, type StoredConnector } from './connector-rows.ts';
import { type ConnectorState, changeState } from './connector-state.ts';
import { type EngineDependencies, newRun, openTurn, record, runWith, type Turn, TurnEnded, withProblem } from './connector-turn.ts';
import { describeProblem } from './describe-problem.ts';
import { readEvents } from './read-events.ts';
import { keepPeopleFresh } from './read-people.ts';
import { reportBudgets } from './report-budgets.ts';
import { mirrorAll, mirrorChanges } from './run-mirror.ts';
import { findRunningRun, noFigures, type StoredRun, saveRun } from './run-rows.ts';
import { writeBack } from './write-back.ts';

export interface WorkOptions extends EngineDependencies {
  /** This process, as it stands in the lease. */
  owner: string;
  /** The server stops. */
  signal: AbortSignal;
  /** Told of what is no fault of a vendor. */
  onError: (error: unknown) => void;
  onRunEnded?: (run: StoredRun, kind: string) => void;
}

const FIRST_BACK_OFF_MS = 15_000;
const LONGEST_BACK_OFF_MS = 3_600_000;

/** One turn of a connector: what vendors' events were about, what is to be written back, and a run where one is due. */
export async function workThrough(options: WorkOptions, connector: StoredConnector, state: ConnectorState): Promise<void> {
  let turn: Turn;
  try {
    turn = await openTurn(options, { connector, owner: options.owner, signal: options.signal });
  } catch (error) {
    await failWithoutTurn(options, connector, state, error);
    return;
  }
  const { clock } = options;
  const { id: connectorId } = connector;
  const report = reportBudgets(options, { connectorId, owner: options.owner, session: turn.session, onError: options.onError });
  try {
    await keepPeopleFresh(turn, state.peopleAt);
    await readEvents(turn);
    const failure = await failureOf(writeBack(turn));
    const now = await turn.commit(async (_sql, current) => current);
    const nowMicros = clock.nowMicros();
    // What one item's write meets must not keep everything else from being read.
    if (now.requested !== '' || now.nextRunAt <= nowMicros) await runOnce(options, turn, now);
    else if (failure) throw failure;
    else if (now.failures > 0) await turn.commit((sql) => changeState(sql, connector.id, { failures: 0 }));
  } catch (error) {
    await fail(options, turn, error);
  } finally {
    report.stop();
    await report.keep();
  }
}

async function runOnce(options: WorkOptions, turn: Turn, state: ConnectorState): Promise<void> {
  const { connector } = turn.context;
  const { client } = turn.session;
  const { clock, database } = options;
  const startedAt = clock.nowMicros();
  const isFull =
    !client.readChanges ||
    state.requested === 'full' ||
    state.resumeFull !== null ||
    (state.watermark !== null && state.nextFullAt <= startedAt);
  const left = await database.read((sql) => findRunningRun(sql, connector.id));
  const type = isFull ? 'full' : 'changes';
  if (left && left.type !== type) await turn.commit((sql) => saveRun(sql, { ...left, status: 'interrupted', endedAt: startedAt }));
  const run = left?.type === type ? left : newRun(turn, type);
  await record(turn, run, (sql) => changeState(sql, connector.id, { requested: '', cancelledRun: null }));
  const isFirst = state.watermark === null && state.round === 0;
  if (isFull || isFirst) await keepAccountFresh(turn);
  if (isFull) await mirrorAll(turn, state);
  else await mirrorChanges(turn, state);
  const { schedule } = connector;
  await endRun(options, turn, {
    failures: 0,
    nextRunAt: Math.max(startedAt + schedule.every_seconds * 1_000_000, clock.nowMicros() + 1_000_000),
    ...(isFull || isFirst ? { nextFullAt: startedAt + schedule.full_every_seconds * 1_000_000 } : {}),
  });
}

async function endRun(options: WorkOptions, turn: Turn, change: Partial<ConnectorState>): Promise<void> {
  const { run } = turn;
  const { clock } = options;
  if (!run) return;
  const status = run.status === 'running' ? 'succeeded' : run.status;
  await record(turn, { ...runWith(turn, run, {}), status, endedAt: clock.nowMicros() }, (sql) => changeState(sql, run.connectorId, change));
  if (turn.run) options.onRunEnded?.(turn.run, turn.kind.kind);
  turn.run = null;
}

async function fail(options: WorkOptions, turn: Turn, error: unknown): Promise<void> {
  const { connector } = turn.context;
  const { clock } = options;
  if (error instanceof TurnEnded) return endTurn(options, turn, error);
  // What a server that stops breaks off goes on elsewhere.
  if (options.signal.aborted) return;
  if (!(error instanceof VendorError)) options.onError(error);
  const run = withProblem(turn, runWith(turn, turn.run ?? newRun(turn, 'changes'), {}), error);
  const failed: StoredRun = { ...run, status: 'failed', endedAt: clock.nowMicros() };
  try {
    turn.run = null;
    await turn.commit(async (sql, state) => {
      await saveRun(sql, failed);
      await changeState(sql, connector.id, backOff(state, error, clock.nowMicros()));
    });
    options.onRunEnded?.(failed, turn.kind.kind);
  } catch (problem) {
    if (!(problem instanceof TurnEnded)) throw problem;
  }
}

async function endTurn({ clock, groupCommit }: WorkOptions, turn: Turn, { why }: TurnEnded): Promise<void> {
  const { run } = turn;
  if (!run || why === 'lost' || why === 'stopped') return;
  const status = why === 'cancelled' ? 'cancelled' : 'interrupted';
  const { every_seconds } = turn.context.connector.schedule;
  await groupCommit.submit(async (sql) => {
    await saveRun(sql, { ...run, status, endedAt: clock.nowMicros() });
    const nextRunAt = why === 'cancelled' ? clock.nowMicros() + every_seconds * 1_000_000 : clock.nowMicros();
    await changeState(sql, run.connectorId, { cancelledRun: null, nextRunAt });
  });
}

/** Settings or credentials with which nothing can be asked. */
async function failWithoutTurn(options: WorkOptions, connector: StoredConnector, state: ConnectorState, error: unknown): Promise<void> {
  const { clock, groupCommit } = options;
  if (!(error instanceof VendorError)) options.onError(error);
  const now = clock.nowMicros();
  const run: StoredRun = {
    ...{ id: `run_${randomUUID()}`, connectorId: connector.id, type: 'changes', status: 'failed', startedAt: now, endedAt: now },
    ...{ figures: noFigures(), errors: [describeProblem(error, [])], errorCount: 1, warnings: [], closings: null },
  };
  await groupCommit.submit(async (sql) => {
    await saveRun(sql, run);
    await changeState(sql, connector.id, backOff(state, error, now));
  });
}

/** What a vendor did not do; everything else goes on up. */
async function failureOf(work: Promise<void>): Promise<VendorError | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof VendorError) return error;
    throw error;
  }
}

async function keepAccountFresh(turn: Turn): Promise<void> {
  const account = await turn.session.client.check();
  for (const warning of account.warnings) turn.warnings.add(warning);
  await turn.commit((sql) => keepAccount(sql, turn.context.connector.id, account));
}

/** Longer and longer pauses; as long as the vendor says, where it says so. */
function backOff({ failures }: ConnectorState, error: unknown, nowMicros: number): Partial<ConnectorState> {
  const pauseMs = Math.min(FIRST_BACK_OFF_MS * 2 ** failures, LONGEST_BACK_OFF_MS);
  const askedMs = error instanceof VendorError ? (error.retryAfterMs ?? 0) : 0;
  return { failures: failures + 1, nextRunAt: nowMicros + Math.max(pauseMs, askedMs) * 1_000, requested: '' };
}
