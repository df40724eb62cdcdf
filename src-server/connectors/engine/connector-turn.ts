import { randomBytes, randomUUID } from 'node:crypto';
import type { ConnectorRun, RunFigures } from '../../../src-shared/schema/connector.ts';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { SecretBox } from '../../auth/secret-box.ts';
import type { PeopleBook } from '../../people/people-book.ts';
import type { Database, Sql } from '../../store/database.ts';
import type { GroupCommit } from '../../tasks/group-commit.ts';
import { newTaskUid } from '../../tasks/new-task-uid.ts';
import type { WriteDependencies } from '../../tasks/write-task.ts';
import type { VendorKind } from '../vendor.ts';
import type { VendorNetwork } from '../vendor-network.ts';
import { findConnector, keepSecrets, type StoredConnector, sourceOfConnector } from './connector-rows.ts';
import { type ConnectorSession, openJson, openSession, sealJson, secretContext } from './connector-session.ts';
import { type ConnectorState, extendLease, findState, LEASE_MICROS } from './connector-state.ts';
import { describeProblem } from './describe-problem.ts';
import { itemMappingOf } from './map-item.ts';
import type { MirrorContext } from './mirror-context.ts';
import { matchPeople, peopleMapOf } from './people-rows.ts';
import { noFigures, PROBLEM_SAMPLES, type StoredRun, saveRun } from './run-rows.ts';
import { findKnownFields, type StoredCounts } from './store-items.ts';

export interface EngineDependencies extends WriteDependencies {
  database: Database;
  groupCommit: GroupCommit;
  people: PeopleBook;
  secretBox: SecretBox;
  network: VendorNetwork;
  kinds: readonly VendorKind[];
  /** Divides the windows of budgets: 1, but for simulators that do the same. */
  timeScale?: number;
}

/** The process may not go on: another one took over, the settings changed, or somebody cancelled. */
export class TurnEnded extends Error {
  readonly why: 'lost' | 'changed' | 'cancelled' | 'stopped';

  constructor(why: TurnEnded['why']) {
    super(`the turn of a connector ended: ${why}`);
    this.why = why;
  }
}

/** A connector in the hands of this process, signed in. */
export interface Turn {
  dependencies: EngineDependencies;
  kind: VendorKind;
  session: ConnectorSession;
  context: MirrorContext;
  signal: AbortSignal;
  /** What is being recorded. */
  run: StoredRun | null;
  requests: number;
  warnings: Set<string>;
  /** A write that takes effect only while the connector is this process's and its settings stand. Throws a TurnEnded. */
  commit<Value>(command: (sql: Sql, state: ConnectorState) => Promise<Value>): Promise<Value>;
  /**
   * Throws a TurnEnded where the connector is another process's by now. To be asked right before something is sent: a process
   * that stood still would else send what is old after what is new.
   */
  keepLease(): Promise<void>;
  /** People, mapping and fields, read again. */
  refresh(): Promise<void>;
}

export interface TurnSettings {
  connector: StoredConnector;
  owner: string;
  signal: AbortSignal;
}

/** A request may be on its way for the other half of a lease. */
const RENEWED_BEFORE_MICROS = LEASE_MICROS / 2;

/** Throws a VendorError for settings that cannot work. */
export async function openTurn(dependencies: EngineDependencies, { connector, owner, signal }: TurnSettings): Promise<Turn> {
  const { database, groupCommit, clock, secretBox, network } = dependencies;
  const kind = kindOf(dependencies.kinds, connector.kind);
  const { id } = connector;
  let leaseUntilMicros = 0;

  async function extend(sql: Sql): Promise<boolean> {
    const nowMicros = clock.nowMicros();
    const isOurs = await extendLease(sql, id, owner, nowMicros);
    if (isOurs) leaseUntilMicros = nowMicros + LEASE_MICROS;
    return isOurs;
  }

  async function keepLease(): Promise<void> {
    // Again after the answer: whoever stood still once may have done so twice.
    while (leaseUntilMicros - RENEWED_BEFORE_MICROS <= clock.nowMicros()) {
      if (signal.aborted) throw new TurnEnded('stopped');
      if (!(await groupCommit.submit(extend))) throw new TurnEnded('lost');
    }
  }

  async function commit<Value>(command: (sql: Sql, state: ConnectorState) => Promise<Value>): Promise<Value> {
    if (signal.aborted) throw new TurnEnded('stopped');
    const outcome = await groupCommit.submit(async (sql) => {
      if (!(await extend(sql))) return new TurnEnded('lost');
      const state = await findState(sql, id);
      const now = await sql.get<{ revision: string; enabled: number }>('SELECT revision, enabled FROM connectors WHERE id = ?', [id]);
      if (!state || now?.revision !== connector.revision || now.enabled !== 1) return new TurnEnded('changed');
      if (turn.run && state.cancelledRun === turn.run.id) return new TurnEnded('cancelled');
      return { value: await command(sql, state) };
    });
    if (outcome instanceof TurnEnded) throw outcome;
    return outcome.value;
  }

  const turn: Turn = {
    dependencies,
    kind,
    signal,
    run: null,
    requests: 0,
    warnings: new Set(),
    session: openSession(network, {
      kind,
      config: connector.config,
      credentials: credentialsOf(secretBox, connector),
      kept: connector.keptSecrets === null ? null : openJson(secretBox, connector.keptSecrets, secretContext(id, 'kept')),
      keep: (value) => commit((sql) => keepSecrets(sql, id, value === null ? null : sealJson(secretBox, value, secretContext(id, 'kept')))),
      signal,
      warn: (message) => turn.warnings.add(message),
      admit: keepLease,
      onRequest: () => {
        turn.requests += 1;
      },
      timeScale: dependencies.timeScale ?? 1,
    }),
    context: await readContext(dependencies, kind, connector),
    commit,
    keepLease,
    async refresh() {
      turn.context = await readContext(dependencies, kind, (await database.read((sql) => findConnector(sql, id))) ?? connector);
    },
  };
  return turn;
}

export function kindOf(kinds: readonly VendorKind[], name: string): VendorKind {
  const kind = kinds.find((each) => each.kind === name);
  if (!kind) throw new Error(`this server has no connector of the kind ${name}`);
  return kind;
}

export function credentialsOf(secretBox: SecretBox, { id, credentials }: StoredConnector): JsonObject {
  return credentials === null ? {} : openJson(secretBox, credentials, secretContext(id, 'credentials'));
}

/** Whether what operators say of its items is written back: where the vendor takes notes, and anything is written at all. */
export function takesNotes(kind: VendorKind, { config, writeBack }: StoredConnector): boolean {
  return (writeBack.status || writeBack.assignee) && (kind.takesNotes?.(config) ?? false);
}

/** People, mapping and fields of a connector as they are now. */
export async function readContext(dependencies: EngineDependencies, kind: VendorKind, connector: StoredConnector): Promise<MirrorContext> {
  const { database, people, clock, queues } = dependencies;
  const { id, name, mapping } = connector;
  return database.read(async (sql) => ({
    clock,
    queues,
    connector,
    source: sourceOfConnector(id),
    actor: { kind: 'key', uid: id, name, source: sourceOfConnector(id) },
    mapping: itemMappingOf(id, kind, mapping, peopleMapOf(await matchPeople(sql, people, id, mapping))),
    takesNotes: takesNotes(kind, connector),
    newTaskUid: () => newTaskUid(clock, randomBytes),
    knownFields: await findKnownFields(sql, id),
  }));
}

export function newRun(turn: Turn, type: ConnectorRun['type']): StoredRun {
  return {
    id: `run_${randomUUID()}`,
    connectorId: turn.context.connector.id,
    type,
    status: 'running',
    startedAt: turn.context.clock.nowMicros(),
    endedAt: null,
    figures: noFigures(),
    errors: [],
    errorCount: 0,
    warnings: [],
    closings: null,
  };
}

/** The run as it will be after what is being written: kept with it, so that the numbers survive with the work. */
export function runWith(
  turn: Turn,
  run: StoredRun,
  counts: Partial<StoredCounts & Pick<RunFigures, 'closed' | 'written' | 'total'>>,
): StoredRun {
  const { total = run.figures.total, ...added } = counts;
  const figures: RunFigures = { ...run.figures, total };
  for (const [name, count] of Object.entries(added) as [keyof typeof added, number][]) figures[name] += count;
  figures.requests += turn.requests;
  turn.requests = 0;
  return { ...run, figures, warnings: [...new Set([...run.warnings, ...turn.warnings])].slice(0, PROBLEM_SAMPLES) };
}

export function withProblem(turn: Turn, run: StoredRun, error: unknown, externalId: string | null = null): StoredRun {
  const problem = describeProblem(error, turn.session.secrets(), externalId);
  return { ...run, errorCount: run.errorCount + 1, errors: [...run.errors, problem].slice(-PROBLEM_SAMPLES) };
}

/** Writes the run down together with `work`, and goes on with it as it then is. */
export async function record(
  turn: Turn,
  next: StoredRun,
  work: (sql: Sql, state: ConnectorState) => Promise<void> = async () => undefined,
) {
  await turn.commit(async (sql, state) => {
    await work(sql, state);
    await saveRun(sql, next);
  });
  turn.run = next;
}
