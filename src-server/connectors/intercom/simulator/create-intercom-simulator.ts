import { createRateWindow } from '../../simulator/create-rate-window.ts';
import { createSimulatorServer, type SimulatorServer } from '../../simulator/create-simulator-server.ts';
import type { SimulatorOptions, VendorSimulator } from '../../simulator/simulator.ts';
import { SimulatorRefusal, type SimulatorRequest, type SimulatorRoute } from '../../simulator/simulator-request.ts';
import { INTERCOM_VERSION } from '../intercom-api.ts';
import { errorAnswer } from './intercom-answers.ts';
import { intercomReadRoutes } from './intercom-read-routes.ts';
import { CLIENT_SECRET, createIntercomWorkspace, type IntercomWorkspace } from './intercom-workspace.ts';
import { intercomWriteRoutes } from './intercom-write-routes.ts';

export interface IntercomSimulatorOptions extends SimulatorOptions {
  /** `US`, `EU` or `AU`. */
  region?: string;
  /** Paths that start so are forbidden to the token. */
  forbiddenPaths?: readonly string[];
  isSortTaken?: boolean;
  /** How far searches are behind; single answers are not. */
  searchLagMs?: number;
}

const ACCESS_TOKEN = 'dG9rOnNpbXVsYXRlZC1pbnRlcmNvbQ==';
const WINDOW_MS = 10_000;
/** 10,000 a minute, cut into windows of ten seconds. */
const WINDOW_REQUESTS = 1_666;

export async function createIntercomSimulator(options: IntercomSimulatorOptions = {}): Promise<VendorSimulator> {
  const { timeScale = 1, region = 'US', forbiddenPaths = [], isSortTaken = true } = options;
  const routes: SimulatorRoute[] = [];
  const nowMs = (): number => server.clock.nowMs();
  const limit = { shape: 'fixed', requests: WINDOW_REQUESTS, perMs: WINDOW_MS, timeScale } as const;
  const window = createRateWindow(options.isClockManual ? { ...limit, nowMs } : limit);
  const limitHeaders = (remaining: number, resetMs: number) => ({
    'x-ratelimit-limit': String(WINDOW_REQUESTS),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(Math.ceil((nowMs() + resetMs) / 1_000)),
    'intercom-version': INTERCOM_VERSION,
  });
  const rateLimited = (resetMs: number) => ({
    ...errorAnswer(429, 'rate_limit_exceeded', `Exceeded rate limit of ${WINDOW_REQUESTS} in 10_seconds`),
    headers: limitHeaders(0, resetMs),
  });

  const admit = ({ headers, path }: SimulatorRequest): Record<string, string> => {
    if (headers.authorization !== `Bearer ${ACCESS_TOKEN}`)
      throw new SimulatorRefusal(errorAnswer(401, 'unauthorized', 'Access Token Invalid'));
    if (headers['intercom-version'] !== INTERCOM_VERSION) {
      const answer = errorAnswer(400, 'intercom_version_invalid', 'The requested version could not be found.');
      throw new SimulatorRefusal(answer, `Intercom-Version must be ${INTERCOM_VERSION}`);
    }
    const { isAllowed, remaining, resetMs } = window.take();
    if (!isAllowed) throw new SimulatorRefusal(rateLimited(resetMs), 'More than the limit of requests');
    if (forbiddenPaths.some((start) => path.startsWith(start))) {
      throw new SimulatorRefusal(errorAnswer(403, 'forbidden', 'The access token has not the permission for this'));
    }
    return limitHeaders(remaining, resetMs);
  };
  const server = await createSimulatorServer({
    ...options,
    routes,
    admit,
    answerNotFound: () => errorAnswer(404, 'not_found', 'The requested resource was not found'),
    answerBadJson: () => errorAnswer(400, 'bad_request', 'The body is not valid JSON'),
    answerRateLimited: () => rateLimited(WINDOW_MS / timeScale),
    answerServerError: () => errorAnswer(500, 'server_error', 'Something went wrong'),
  });
  const workspace = createIntercomWorkspace(nowMs, options.items ?? 0, options.searchLagMs ?? 0);
  routes.push(...intercomReadRoutes(workspace, { region, isSortTaken }), ...intercomWriteRoutes(workspace));
  return simulatorOf(server, workspace);
}

function simulatorOf(
  server: SimulatorServer,
  { events, records: _records, deletions: _deletions, write: _write, ...users }: IntercomWorkspace,
): VendorSimulator {
  const [acting] = users.people;
  return {
    kind: 'intercom',
    baseUrl: server.baseUrl,
    config: { baseUrl: server.baseUrl, region: 'us', objects: ['tickets', 'conversations'], actingAdminId: acting?.externalId ?? '' },
    credentials: { accessToken: ACCESS_TOKEN, clientSecret: CLIENT_SECRET },
    ...users,
    advanceMs: server.clock.advanceMs,
    setFaults: server.setFaults,
    violations: server.violations,
    exchanges: server.exchanges,
    sendEvents: events.subscribe,
    async stop() {
      await events.stop();
      await server.stop();
    },
  };
}
