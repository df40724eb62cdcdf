import { randomUUID } from 'node:crypto';
import { signMessage } from '../../../webhooks/sign-message.ts';
import { createEventSender, type EventSender } from '../../simulator/create-event-sender.ts';
import { createRateWindow } from '../../simulator/create-rate-window.ts';
import { createSimulatorServer, type SimulatorServer } from '../../simulator/create-simulator-server.ts';
import type { SimulatorOptions, VendorSimulator } from '../../simulator/simulator.ts';
import { SimulatorRefusal, type SimulatorRequest, type SimulatorRoute } from '../../simulator/simulator-request.ts';
import { failure, legacyRoutes } from './legacy-routes.ts';
import { problem, rateLimited, unauthorized } from './mesh-answers.ts';
import { CASE_TYPES, identifierOf, stageOfType } from './mesh-book.ts';
import { meshRoutes } from './mesh-routes.ts';
import { createMeshTokens, MESH_CREDENTIALS } from './mesh-tokens.ts';
import { type AccountEvent, createScreeningAccount, LEGACY_PRODUCT, MESH_PRODUCT, type ScreeningAccount } from './screening-account.ts';

export interface ComplyAdvantageSimulatorOptions extends SimulatorOptions {
  api?: 'mesh' | 'legacy';
  /** Paths that start so are forbidden to the credentials. */
  forbiddenPaths?: readonly string[];
}

interface SentEvent extends AccountEvent {
  /** The same when it is sent again. */
  id: string;
}

const WINDOW_MS = 60_000;
/** Of the standard contract. */
const WINDOW_REQUESTS = 600;
const API_KEY = 'simulated-legacy-api-key';
/** As ComplyAdvantage gives it: without whsec_. */
const SIGNING_SECRET = Buffer.from('simulated-signing-secret-of-mesh').toString('base64');

export async function createComplyAdvantageSimulator(options: ComplyAdvantageSimulatorOptions = {}): Promise<VendorSimulator> {
  const isMesh = options.api !== 'legacy';
  const { timeScale = 1, forbiddenPaths = [] } = options;
  const routes: SimulatorRoute[] = [];
  const nowMs = (): number => server.clock.nowMs();
  const limit = { shape: 'fixed', requests: WINDOW_REQUESTS, perMs: WINDOW_MS, timeScale } as const;
  const window = createRateWindow(options.isClockManual ? { ...limit, nowMs } : limit);
  const tokens = createMeshTokens(nowMs);
  // The legacy API says nothing of its limits; its 429 are empty.
  const refuseForNow = (resetMs: number) => (isMesh ? rateLimited(limitHeaders(0, resetMs)) : { status: 429, text: '' });

  const admit = (request: SimulatorRequest): Record<string, string> => {
    const { isAllowed, remaining, resetMs } = window.take();
    if (!isAllowed) throw new SimulatorRefusal(refuseForNow(resetMs), 'More than the limit of requests');
    if (isMesh ? !tokens.isAdmitted(request) : request.headers.authorization !== `Token ${API_KEY}`) {
      throw new SimulatorRefusal(isMesh ? unauthorized() : failure(401, 'Unauthorized'));
    }
    if (forbiddenPaths.some((start) => request.path.startsWith(start))) {
      const permissions = [{ identifier: 13, name: 'View cases' }];
      const missing = problem(403, 'Forbidden', 'Missing required permissions', { instance: request.path, permissions });
      throw new SimulatorRefusal(isMesh ? missing : failure(403, 'Forbidden'));
    }
    return isMesh ? limitHeaders(remaining, resetMs) : {};
  };
  const answer = (status: number, title: string) => (isMesh ? problem(status, title, title) : failure(status, title));
  const server = await createSimulatorServer({
    ...options,
    routes,
    admit,
    answerNotFound: () => answer(404, 'Not Found'),
    answerBadJson: () => answer(400, 'Bad Request'),
    answerRateLimited: () => refuseForNow(WINDOW_MS / timeScale),
    answerServerError: () => answer(500, 'Internal Server Error'),
  });
  const events = createEventSender<SentEvent>({ sign: (given) => signEvents(given, nowMs()), batch: 1, retries: 3 });
  const product = isMesh ? MESH_PRODUCT : LEGACY_PRODUCT;
  const account = createScreeningAccount(product, options.items ?? 0, nowMs, (event) =>
    events.emit({ ...event, id: `msg_${randomUUID()}` }),
  );
  routes.push(...(isMesh ? [tokens.route, ...meshRoutes(account)] : legacyRoutes(account)));
  return simulatorOf(server, account, events, isMesh);
}

function simulatorOf(
  server: SimulatorServer,
  { find: _find, listed: _listed, write: _write, ...users }: ScreeningAccount,
  events: EventSender<SentEvent>,
  isMesh: boolean,
): VendorSimulator {
  const decisionStages = CASE_TYPES.map((type) => stageOfType(type, 'DECISION').identifier);
  const { baseUrl } = server;
  return {
    kind: 'complyadvantage',
    baseUrl,
    config: isMesh ? { api: 'mesh', baseUrl, decisionStages } : { api: 'legacy', baseUrl, doneMatchStatus: 'false_positive' },
    credentials: isMesh ? { ...MESH_CREDENTIALS, signingSecret: SIGNING_SECRET } : { apiKey: API_KEY },
    ...users,
    advanceMs: server.clock.advanceMs,
    setFaults: server.setFaults,
    violations: server.violations,
    exchanges: server.exchanges,
    ...(isMesh ? { sendEvents: events.subscribe } : {}),
    async stop() {
      await events.stop();
      await server.stop();
    },
  };
}

/** Until the window ends in seconds, not when it does. */
function limitHeaders(remaining: number, resetMs: number): Record<string, string> {
  return {
    'ratelimit-limit': String(WINDOW_REQUESTS),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(Math.ceil(resetMs / 1_000)),
  };
}

function signEvents([event]: readonly SentEvent[], atMs: number) {
  if (!event) throw new Error('there is no event to sign');
  const { id, record, what } = event;
  const body = JSON.stringify({
    account_identifier: identifierOf(6, 0),
    api_version: 'v2',
    case_identifier: record.id,
    case_stage: record.stage,
    case_state: 'USER_DEFINED',
    case_type: record.type,
    subjects: [],
    webhook_type: what,
  });
  const headers = signMessage({ id, body, atMicros: atMs * 1_000, secrets: [`whsec_${SIGNING_SECRET}`] });
  return { method: 'POST', headers, body };
}
