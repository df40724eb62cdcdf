import type { ConnectorChange, ConnectorMapping, ConnectorSafety, NewConnector } from '../../../src-shared/schema/connector.ts';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { equalJson } from '../../../src-shared/task/merge-json.ts';
import type { SecretBox } from '../../auth/secret-box.ts';
import type { RandomBytes } from '../../auth/tokens.ts';
import type { Clock } from '../../clock.ts';
import { ApiError } from '../../http/api-error.ts';
import type { Sql } from '../../store/database.ts';
import { findFeed } from '../../sync/feed-position.ts';
import type { VendorKind } from '../vendor.ts';
import { checkConfig, checkCredentials, goElsewhere } from './check-settings.ts';
import { findConnector, listConnectors, removeConnector, type StoredConnector, saveConnector } from './connector-rows.ts';
import { sealJson, secretContext } from './connector-session.ts';
import { changeState, createState, forgetBudgets } from './connector-state.ts';
import { answerClosing } from './item-rows.ts';
import { findRun, type StoredRun, saveRun } from './run-rows.ts';

const CONNECTORS_MAXIMUM = 100;
const NO_MAPPING: ConnectorMapping = { statuses: [], people: {}, fields: {} };
export const INITIAL_SAFETY: ConnectorSafety = { absences: 2, maximum_closing_share: 0.3 };

export interface ConnectorDependencies {
  clock: Clock;
  randomBytes: RandomBytes;
  secretBox: SecretBox;
  kinds: readonly VendorKind[];
}

/** Throws ApiErrors: already_exists, conflict, validation_failed. */
export async function createConnector(sql: Sql, dependencies: ConnectorDependencies, body: NewConnector): Promise<StoredConnector> {
  const { clock, randomBytes, secretBox } = dependencies;
  const kind = findKind(dependencies.kinds, body.kind);
  const id = body.id ?? `con_${randomBytes(9).toString('base64url')}`;
  if (await findConnector(sql, id)) throw new ApiError('already_exists', `There is a connector ${id} already.`);
  if ((await listConnectors(sql)).length >= CONNECTORS_MAXIMUM) {
    throw new ApiError('conflict', `There are ${CONNECTORS_MAXIMUM} connectors already, and no more can be made.`);
  }
  const config = checkConfig(kind, body.config ?? {});
  const credentials = body.credentials ? checkCredentials(kind, body.credentials) : null;
  refuseProblem(kind, config, credentials);
  const nowMicros = clock.nowMicros();
  const connector: StoredConnector = {
    id,
    kind: kind.kind,
    name: body.name ?? kind.name,
    enabled: body.enabled ?? false,
    config,
    credentials: credentials === null ? null : sealJson(secretBox, credentials, secretContext(id, 'credentials')),
    keptSecrets: null,
    eventSecret: newEventSecret(dependencies, id).sealed,
    schedule: {
      every_seconds: kind.schedule.everySeconds,
      full_every_seconds: kind.schedule.fullEverySeconds,
      ...body.schedule,
    },
    mapping: { ...NO_MAPPING, ...body.mapping },
    safety: { ...INITIAL_SAFETY, ...body.safety },
    writeBack: { status: true, assignee: true, ...body.write_back },
    account: null,
    revision: randomBytes(9).toString('base64url'),
    createdAt: nowMicros,
    updatedAt: nowMicros,
  };
  await saveConnector(sql, connector);
  await createState(sql, id, (await findFeed(sql)).seq, nowMicros);
  return connector;
}

/**
 * What goes to another server, or to another kind of server, goes without the credentials that were stored, unless they
 * come with the change: they have to be entered again. Throws ApiErrors: not_found, validation_failed.
 */
export async function changeConnector(
  sql: Sql,
  dependencies: ConnectorDependencies,
  id: string,
  change: ConnectorChange,
): Promise<StoredConnector> {
  const { clock, randomBytes, secretBox } = dependencies;
  const before = (await findConnector(sql, id)) ?? noSuchConnector(id);
  const kind = findKind(dependencies.kinds, change.kind ?? before.kind);
  const isOtherKind = kind.kind !== before.kind;
  const config = change.config || isOtherKind ? checkConfig(kind, change.config ?? {}) : before.config;
  const isElsewhere = isOtherKind || goElsewhere(kind, before.config, config);
  const credentials = change.credentials ? checkCredentials(kind, change.credentials) : null;
  refuseProblem(kind, config, credentials);
  const isCleared = isElsewhere || change.credentials !== undefined;
  const sealed = credentials === null ? null : sealJson(secretBox, credentials, secretContext(id, 'credentials'));
  const after: StoredConnector = {
    ...before,
    kind: kind.kind,
    name: change.name ?? before.name,
    enabled: change.enabled ?? before.enabled,
    config,
    credentials: isCleared ? sealed : before.credentials,
    keptSecrets: isCleared ? null : before.keptSecrets,
    account: isElsewhere ? null : before.account,
    schedule: { ...before.schedule, ...change.schedule },
    mapping: { ...(isOtherKind ? NO_MAPPING : before.mapping), ...change.mapping },
    safety: { ...before.safety, ...change.safety },
    writeBack: { ...before.writeBack, ...change.write_back },
    revision: randomBytes(9).toString('base64url'),
    updatedAt: clock.nowMicros(),
  };
  await saveConnector(sql, after);
  if (isCleared) await forgetBudgets(sql, id);
  const isReadAnew = isElsewhere || !equalJson(before.config, config);
  await changeState(sql, id, {
    nextRunAt: clock.nowMicros(),
    failures: 0,
    ...(isReadAnew ? { watermark: null, resumeChanges: null, resumeFull: null, peopleAt: 0 } : {}),
    // What was passed over as known is looked at under the new mapping.
    ...(equalJson(before.mapping, after.mapping) ? {} : { nextFullAt: 0, peopleAt: 0 }),
  });
  return after;
}

/** Throws an ApiError `not_found`. */
export async function deleteConnector(sql: Sql, id: string): Promise<void> {
  if (!(await findConnector(sql, id))) noSuchConnector(id);
  await removeConnector(sql, id);
}

/** Throws ApiErrors: not_found; conflict for one that is paused, or lacks its credentials. */
export async function requestRun(sql: Sql, id: string, isFull: boolean): Promise<void> {
  const connector = (await findConnector(sql, id)) ?? noSuchConnector(id);
  if (!connector.enabled) throw new ApiError('conflict', 'The connector is paused: switch it on first.');
  if (connector.credentials === null) throw new ApiError('conflict', 'The connector has no credentials: enter them first.');
  await changeState(sql, id, { requested: isFull ? 'full' : 'run' });
  sql.notify('connectors');
}

/** Ends a run: one that is under way at its next page, one that asks without closing anything. Throws ApiErrors: not_found, conflict. */
export async function cancelRun(sql: Sql, { clock }: Pick<ConnectorDependencies, 'clock'>, id: string, runId: string): Promise<StoredRun> {
  const run = (await findRun(sql, id, runId)) ?? noSuchRun(runId);
  if (run.status === 'halted') {
    await answerClosing(sql, id, runId, false);
    return endRun(sql, run, 'cancelled', clock.nowMicros());
  }
  if (run.status !== 'running') throw new ApiError('conflict', `The run is over: it ${run.status}.`);
  await changeState(sql, id, { cancelledRun: runId });
  return run;
}

/** Lets a run that asks close what it wanted to. Throws ApiErrors: not_found, conflict. */
export async function confirmRun(sql: Sql, { clock }: Pick<ConnectorDependencies, 'clock'>, id: string, runId: string): Promise<StoredRun> {
  const run = (await findRun(sql, id, runId)) ?? noSuchRun(runId);
  if (run.status !== 'halted') throw new ApiError('conflict', `The run asks for nothing: it is ${run.status}.`);
  await answerClosing(sql, id, runId, true);
  await changeState(sql, id, { requested: 'run' });
  sql.notify('connectors');
  return endRun(sql, run, 'succeeded', clock.nowMicros());
}

/** A new secret for callers of /events, to be shown once. */
export async function renewEventSecret(sql: Sql, dependencies: ConnectorDependencies, id: string): Promise<string> {
  const connector = (await findConnector(sql, id)) ?? noSuchConnector(id);
  const { secret, sealed } = newEventSecret(dependencies, id);
  await saveConnector(sql, { ...connector, eventSecret: sealed });
  return secret;
}

export function noSuchConnector(id: string): never {
  throw new ApiError('not_found', `There is no connector ${id.slice(0, 128)}.`);
}

export function findKind(kinds: readonly VendorKind[], name: string): VendorKind {
  const kind = kinds.find((each) => each.kind === name);
  if (kind) return kind;
  const known = kinds.map((each) => each.kind).join(', ');
  throw new ApiError('validation_failed', `body.kind names no vendor: it must be one of ${known}.`);
}

async function endRun(sql: Sql, run: StoredRun, status: StoredRun['status'], nowMicros: number): Promise<StoredRun> {
  const ended = { ...run, status, endedAt: nowMicros };
  await saveRun(sql, ended);
  return ended;
}

function noSuchRun(id: string): never {
  throw new ApiError('not_found', `There is no run ${id.slice(0, 128)} of this connector.`);
}

function newEventSecret({ randomBytes, secretBox }: ConnectorDependencies, id: string): { secret: string; sealed: string } {
  const secret = `dc_${randomBytes(24).toString('base64url')}`;
  return { secret, sealed: secretBox.seal(secret, secretContext(id, 'event')) };
}

/** What the kind itself finds wrong, once it has both. */
function refuseProblem(kind: VendorKind, config: JsonObject, credentials: JsonObject | null): void {
  const problem = credentials === null ? null : (kind.findConfigProblem?.(config, credentials) ?? null);
  if (problem !== null)
    throw new ApiError('validation_failed', problem, { details: { issues: [{ path: 'body.config', message: problem }] } });
}
