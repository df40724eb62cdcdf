import type { ConnectorMapping, ConnectorTestResult, ConnectorTrial, RunProblem } from '../../../src-shared/schema/connector.ts';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { equalJson } from '../../../src-shared/task/merge-json.ts';
import { ApiError } from '../../http/api-error.ts';
import { secretsOf } from '../redact-secrets.ts';
import type { VendorKind } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { checkConfig, checkCredentials, goElsewhere } from './check-settings.ts';
import { findKind } from './connector-commands.ts';
import { keepAccount, keepSecrets, type StoredConnector } from './connector-rows.ts';
import { type ConnectorSession, openJson, openSession, sealJson, secretContext } from './connector-session.ts';
import { credentialsOf, type EngineDependencies } from './connector-turn.ts';
import { describeProblem } from './describe-problem.ts';

/** Consoles wait for half a minute: what is the matter has to be said before. */
export const TRIAL_MS = 25_000;

/** Settings to be tried, saved or not. */
export interface Trial {
  kind: VendorKind;
  config: JsonObject;
  credentials: JsonObject;
  mapping: ConnectorMapping;
  /** Where nothing differs from what is saved. */
  saved: StoredConnector | null;
  /** The connector whose items it is compared with. */
  connector: StoredConnector | null;
}

/**
 * What the body leaves out is the connector's. Credentials that are stored are never sent to where they were not entered
 * for. Throws ApiErrors: validation_failed.
 */
export function readTrial(
  { kinds, secretBox }: Pick<EngineDependencies, 'kinds' | 'secretBox'>,
  connector: StoredConnector | null,
  body: ConnectorTrial,
): Trial {
  const name = body.kind ?? connector?.kind;
  if (name === undefined) throw new ApiError('validation_failed', 'body.kind is missing.');
  const kind = findKind(kinds, name);
  const isOtherKind = connector !== null && connector.kind !== kind.kind;
  const own = connector !== null && !isOtherKind ? connector : null;
  const config = body.config ? checkConfig(kind, body.config) : (own?.config ?? checkConfig(kind, {}));
  const isElsewhere = own === null || goElsewhere(kind, own.config, config);
  const stored = own !== null && !isElsewhere && own.credentials !== null ? credentialsOf(secretBox, own) : null;
  const credentials = body.credentials ? checkCredentials(kind, body.credentials) : stored;
  if (credentials === null) {
    const why = connector?.credentials ? 'the address has changed, so the stored ones are not used' : 'there are none stored';
    throw new ApiError('validation_failed', `body.credentials are missing: ${why}.`, {
      details: { issues: [{ path: 'body.credentials', message: 'must be entered' }] },
    });
  }
  const mapping = { statuses: [], people: {}, fields: {}, ...own?.mapping, ...body.mapping };
  const isSaved = own !== null && body.credentials === undefined && equalJson(own.config, config);
  return { kind, config, credentials, mapping, saved: isSaved ? own : null, connector: own };
}

export interface TriedSettings<Value> {
  value: Value | null;
  problem: RunProblem | null;
  warnings: string[];
}

/** Works with a session at the vendor for as long as is given; what goes wrong is told in a sentence. */
export async function trySettings<Value>(
  dependencies: EngineDependencies,
  trial: Trial,
  timeMs: number,
  work: (session: ConnectorSession, signal: AbortSignal) => Promise<Value>,
): Promise<TriedSettings<Value>> {
  const { network, groupCommit, secretBox } = dependencies;
  const warnings = new Set<string>();
  const signal = AbortSignal.timeout(timeMs);
  const { kind, config, credentials, saved } = trial;
  let session: ConnectorSession | null = null;
  try {
    session = openSession(network, {
      kind,
      config,
      credentials,
      kept: saved?.keptSecrets ? openJson(secretBox, saved.keptSecrets, secretContext(saved.id, 'kept')) : null,
      keep: async (value) => {
        if (!saved) return;
        const sealed = value === null ? null : sealJson(secretBox, value, secretContext(saved.id, 'kept'));
        await groupCommit.submit((sql) => keepSecrets(sql, saved.id, sealed));
      },
      signal,
      warn: (message) => warnings.add(message),
      onRequest: () => undefined,
      timeScale: dependencies.timeScale ?? 1,
    });
    return { value: await work(session, signal), problem: null, warnings: [...warnings] };
  } catch (error) {
    const secrets = session ? session.secrets() : secretsOf(credentials);
    const late = new VendorError(
      'unavailable',
      `The vendor did not answer within ${timeMs / 1_000} seconds: check the address, or try again later.`,
    );
    return { value: null, problem: describeProblem(signal.aborted ? late : error, secrets), warnings: [...warnings] };
  }
}

/** Signs in, and says who the vendor says that we are, or its own error. */
export async function testSettings(dependencies: EngineDependencies, trial: Trial): Promise<ConnectorTestResult> {
  const { value, problem, warnings } = await trySettings(dependencies, trial, TRIAL_MS, ({ client }) => client.check());
  const { saved } = trial;
  if (value && saved) await dependencies.groupCommit.submit((sql) => keepAccount(sql, saved.id, value));
  return { ok: value !== null, account: value, problem, warnings: [...new Set([...warnings, ...(value?.warnings ?? [])])] };
}
