import type { JsonObject } from '../../src-shared/schema/task.ts';
import { createAddressGuard } from '../webhooks/address-guard.ts';
import { resolveAddresses } from '../webhooks/resolve-addresses.ts';
import { createVendorHttp } from './create-vendor-http.ts';
import type { VendorSimulator } from './simulator/simulator.ts';
import type { VendorClient, VendorKind, VendorSession } from './vendor.ts';
import { createVendorNetwork } from './vendor-network.ts';
import { systemWaiting, type Waiting } from './waiting.ts';

export interface ConnectedVendor {
  client: VendorClient;
  session: VendorSession;
  warnings: string[];
  close(): void;
}

export interface ConnectOptions {
  waiting?: Waiting;
  /** As the simulator's: divides the windows of the budgets. */
  timeScale?: number;
  config?: JsonObject;
  credentials?: JsonObject;
}

/** For tests: a kind's client at a simulator, over real sockets, without an engine. */
export function connectToSimulator(
  kind: VendorKind,
  simulator: Pick<VendorSimulator, 'baseUrl' | 'config' | 'credentials'>,
  options: ConnectOptions = {},
): ConnectedVendor {
  const { waiting = systemWaiting, timeScale = 1 } = options;
  const config = options.config ?? simulator.config;
  const credentials = options.credentials ?? simulator.credentials;
  const network = createVendorNetwork({ guard: createAddressGuard(['127.0.0.0/8']), resolve: resolveAddresses }, waiting);
  const { signal } = new AbortController();
  const warnings: string[] = [];
  let secrets: JsonObject | null = null;
  const limits = Object.fromEntries(
    Object.entries(kind.limits).map(([name, { requests, perMs }]) => [name, { requests, perMs: perMs / timeScale }]),
  );
  const session: VendorSession = {
    config,
    credentials,
    http: createVendorHttp(network, { baseUrl: kind.baseUrlOf(config), limits, credentials, signal, readWaitMs: kind.readWaitMs }),
    findAddress: async () => '127.0.0.1',
    nowMs: () => waiting.clock.nowMicros() / 1_000,
    warn: (message) => warnings.push(message),
    secrets: {
      get: async () => secrets,
      async set(value) {
        secrets = value;
      },
    },
    signal,
  };
  return { client: kind.connect(session), session, warnings, close: () => network.close() };
}
