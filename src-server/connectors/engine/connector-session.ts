import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import type { SecretBox } from '../../auth/secret-box.ts';
import { vetAddresses } from '../../webhooks/webhook-target.ts';
import { budgetAccountOf, createVendorHttp } from '../create-vendor-http.ts';
import { secretsOf } from '../redact-secrets.ts';
import type { VendorClient, VendorKind, VendorSession } from '../vendor.ts';
import type { BudgetReading } from '../vendor-budgets.ts';
import { VendorError } from '../vendor-error.ts';
import type { VendorHttpLimits } from '../vendor-http.ts';
import type { VendorNetwork } from '../vendor-network.ts';

export interface SessionSettings {
  kind: VendorKind;
  config: JsonObject;
  credentials: JsonObject;
  /** What the kind keeps between runs. */
  kept: JsonObject | null;
  keep(value: JsonObject | null): Promise<void>;
  signal: AbortSignal;
  warn(message: string): void;
  /** Rejects where nothing may be sent any more. */
  admit?(): Promise<void>;
  onRequest(): void;
  /** Divides the windows of budgets: 1, but for simulators that do the same. */
  timeScale: number;
}

export interface ConnectorSession {
  client: VendorClient;
  /** Sends the requests of `work` as parts of that W3C trace. One at a time: a session's work is done one after the other. */
  withTrace<Value>(traceparent: string | null, work: () => Promise<Value>): Promise<Value>;
  /** To be kept out of everything that is shown. */
  secrets(): string[];
  /** Of the account, as far as this process knows. */
  budgets(): BudgetReading[];
}

/** Throws a VendorError for settings that cannot work. */
export function openSession(network: VendorNetwork, settings: SessionSettings): ConnectorSession {
  const { kind, config, credentials, signal } = settings;
  let { kept } = settings;
  let trace: string | null = null;
  const problem = kind.findConfigProblem?.(config, credentials) ?? null;
  if (problem !== null) throw new VendorError('unauthorized', problem);
  const account = { baseUrl: kind.baseUrlOf(config), credentials };
  const http = createVendorHttp(network, {
    ...account,
    limits: scale(kind.limits, settings.timeScale),
    signal,
    readWaitMs: kind.readWaitMs,
    traceparent: () => trace,
    ...(settings.admit ? { admit: settings.admit } : {}),
    onRequest: settings.onRequest,
  });
  const session: VendorSession = {
    config,
    credentials,
    http,
    findAddress: (host) => findAddress(network, host),
    nowMs: () => network.clock.nowMicros() / 1_000,
    warn: settings.warn,
    secrets: {
      get: async () => kept,
      async set(value) {
        await settings.keep(value);
        kept = value;
      },
    },
    signal,
  };
  return {
    client: kind.connect(session),
    async withTrace(traceparent, work) {
      trace = traceparent;
      try {
        return await work();
      } finally {
        trace = null;
      }
    },
    secrets: () => [...secretsOf(credentials), ...secretsOf(kept ?? {})],
    budgets: () => network.budgets.read(budgetAccountOf(account)),
  };
}

async function findAddress({ vetting }: VendorNetwork, host: string): Promise<string> {
  try {
    const vetted = await vetAddresses(host, 'https:', vetting);
    const [address] = vetted.ok ? vetted.addresses : [];
    if (address !== undefined) return address;
    const refusal = vetted.ok ? `${host} has no address.` : vetted.refusal;
    throw new VendorError('forbidden', `${host} may not be reached from this server: ${refusal}`);
  } catch (error) {
    if (error instanceof VendorError) throw error;
    throw new VendorError('not_found', `There is no server named ${host}: check the address.`, { cause: error });
  }
}

export function sealJson(box: SecretBox, value: JsonValue, context: string): string {
  return box.seal(JSON.stringify(value), context);
}

export function openJson(box: SecretBox, sealed: string, context: string): JsonObject {
  return JSON.parse(box.open(sealed, context)) as JsonObject;
}

/** What a sealed text of a connector is bound to. */
export function secretContext(connectorId: string, what: 'credentials' | 'kept' | 'event'): string {
  return `connector:${connectorId}:${what}`;
}

function scale(limits: VendorHttpLimits, timeScale: number): VendorHttpLimits {
  return Object.fromEntries(Object.entries(limits).map(([name, { requests, perMs }]) => [name, { requests, perMs: perMs / timeScale }]));
}
