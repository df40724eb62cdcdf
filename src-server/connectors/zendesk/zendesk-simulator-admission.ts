import type { JsonValue } from '../../../src-shared/schema/task.ts';
import { createRateWindow } from '../simulator/create-rate-window.ts';
import type { SimulatorClock } from '../simulator/create-simulator-clock.ts';
import { type SimulatorAnswer, SimulatorRefusal, type SimulatorRequest } from '../simulator/simulator-request.ts';
import { forbidden, tooManyRequests, zendeskError } from './zendesk-refusals.ts';

export const SIMULATED_CLIENT = { clientId: 'docket-simulated', clientSecret: 'simulated-oauth-secret-77' };
export const SIMULATED_API_TOKEN = { email: 'docket@example.com', apiToken: 'simulated-api-token-31' };
const TOKEN_LIFE_S = 7_200;
const MINUTE_MS = 60_000;

/** Who may come in, as tests set it. */
export interface ZendeskGate {
  /** When each access token ends, in ms of the simulator's clock. */
  tokens: Map<string, number>;
  role: 'admin' | 'agent' | 'end-user';
  answerForAll: SimulatorAnswer | null;
  beforeWrite: (() => void) | null;
}

export function createZendeskAdmission(gate: ZendeskGate, { nowMs }: SimulatorClock, timeScale: number) {
  const window = (requests: number) => createRateWindow({ shape: 'fixed', requests, perMs: MINUTE_MS, timeScale, nowMs });
  const all = window(700);
  const own = { incremental: window(10), search: window(100), deleted: window(10) };
  return (request: SimulatorRequest): Record<string, string> => {
    if (gate.answerForAll !== null) {
      throw new SimulatorRefusal(gate.answerForAll);
    }
    const narrow = request.path.startsWith('/api/v2/incremental/')
      ? own.incremental
      : request.path.startsWith('/api/v2/search/export')
        ? own.search
        : request.path.startsWith('/api/v2/deleted_tickets')
          ? own.deleted
          : null;
    const verdict = all.take();
    const narrowVerdict = narrow?.take() ?? verdict;
    if (!verdict.isAllowed || !narrowVerdict.isAllowed) {
      const waitMs = Math.max(verdict.retryAfterMs, narrowVerdict.retryAfterMs);
      throw new SimulatorRefusal(tooManyRequests(Math.ceil(waitMs / 1000)), 'More calls than the limit allows');
    }
    if (request.path !== '/oauth/tokens') {
      signIn(request, gate, nowMs());
      checkRole(request, gate);
    }
    if (request.method === 'PUT') {
      gate.beforeWrite?.();
    }
    return { 'x-rate-limit': '700', 'x-rate-limit-remaining': String(verdict.remaining) };
  };
}

function signIn({ headers }: SimulatorRequest, { tokens }: ZendeskGate, nowMs: number): void {
  const [scheme = '', sent = ''] = (headers.authorization ?? '').split(' ');
  if (scheme === 'Basic') {
    const { email, apiToken } = SIMULATED_API_TOKEN;
    if (Buffer.from(sent, 'base64').toString() !== `${email}/token:${apiToken}`) {
      throw new SimulatorRefusal({ status: 401, json: { error: "Couldn't authenticate you" } });
    }
    return;
  }
  if ((tokens.get(sent) ?? 0) <= nowMs) {
    const description = 'The access token provided is expired, revoked, malformed or invalid for other reasons.';
    throw new SimulatorRefusal({ status: 401, json: { error: 'invalid_token', error_description: description } });
  }
}

function checkRole({ path }: SimulatorRequest, { role }: ZendeskGate): void {
  const isForAdmins = path.startsWith('/api/v2/incremental/');
  const isForAll = path.startsWith('/api/v2/users/me') || path.startsWith('/api/v2/custom_statuses');
  if ((isForAdmins && role !== 'admin') || (!isForAll && role === 'end-user')) {
    throw new SimulatorRefusal(forbidden());
  }
}

export function grantZendeskToken(body: JsonValue | undefined, { tokens }: ZendeskGate, nowMs: number): SimulatorAnswer {
  const sent = body !== null && typeof body === 'object' && !Array.isArray(body) ? body : {};
  const { clientId, clientSecret } = SIMULATED_CLIENT;
  if (sent.grant_type !== 'client_credentials' || sent.client_id !== clientId || sent.client_secret !== clientSecret) {
    return {
      ...zendeskError(401, 'invalid_client', ''),
      json: { error: 'invalid_client', error_description: 'Client authentication failed' },
    };
  }
  const token = `simulated-zendesk-access-${tokens.size + 1}`;
  tokens.set(token, nowMs + TOKEN_LIFE_S * 1000);
  return { status: 200, json: { access_token: token, token_type: 'bearer', scope: 'read write', expires_in: TOKEN_LIFE_S } };
}
