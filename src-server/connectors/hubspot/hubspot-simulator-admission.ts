import { createRateWindow } from '../simulator/create-rate-window.ts';
import type { SimulatorClock } from '../simulator/create-simulator-clock.ts';
import { type SimulatorAnswer, SimulatorRefusal, type SimulatorRequest } from '../simulator/simulator-request.ts';
import { hubspotError, missingScopes, tooMany } from './hubspot-refusals.ts';
import { OWNER_SCOPE, rightsTo } from './hubspot-rights.ts';

export const SIMULATED_KEY = 'pat-eu1-5ecre7-0f-the-simulated-service-key';
export const SIMULATED_APP = {
  clientId: '1d5f-simulated-client',
  clientSecret: 'simulated-client-secret-9f3b',
  refreshToken: 'simulated-refresh-token-1a',
};
const TOKEN_LIFE_S = 1_800;

/** Who may come in, as tests set it. */
export interface HubspotGate {
  /** When each access token ends, in ms of the simulator's clock. */
  tokens: Map<string, number>;
  /** Null: all. */
  scopes: ReadonlySet<string> | null;
  answerForAll: SimulatorAnswer | null;
}

/** Limits first, as HubSpot counts refused calls too; then who it is; then what they may. */
export function createHubspotAdmission(gate: HubspotGate, { nowMs }: SimulatorClock, timeScale: number) {
  const searches = createRateWindow({ shape: 'rolling', requests: 5, perMs: 1_000, timeScale, nowMs });
  const others = createRateWindow({ shape: 'rolling', requests: 190, perMs: 10_000, timeScale, nowMs });
  return (request: SimulatorRequest): Record<string, string> => {
    if (gate.answerForAll !== null) {
      throw new SimulatorRefusal(gate.answerForAll);
    }
    const isSearch = request.path.endsWith('/search');
    const verdict = (isSearch ? searches : others).take();
    if (!verdict.isAllowed) {
      throw new SimulatorRefusal(tooMany(isSearch ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING'), 'More calls than the limit allows');
    }
    if (request.path !== '/oauth/v1/token') {
      signIn(request, gate.tokens, nowMs());
      checkScopes(request, gate.scopes);
    }
    return isSearch
      ? {}
      : {
          'x-hubspot-ratelimit-daily': '500000',
          'x-hubspot-ratelimit-interval-milliseconds': '10000',
          'x-hubspot-ratelimit-max': '190',
          'x-hubspot-ratelimit-remaining': String(verdict.remaining),
        };
  };
}

function signIn({ headers }: SimulatorRequest, tokens: ReadonlyMap<string, number>, nowMs: number): void {
  const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
  if (token === SIMULATED_KEY) {
    return;
  }
  const endsAtMs = tokens.get(token);
  if (endsAtMs === undefined) {
    throw new SimulatorRefusal(hubspotError(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.'));
  }
  if (endsAtMs <= nowMs) {
    throw new SimulatorRefusal(hubspotError(401, 'EXPIRED_AUTHENTICATION', 'The OAuth token used to make this call expired.'));
  }
}

function checkScopes({ path, method, params }: SimulatorRequest, granted: ReadonlySet<string> | null): void {
  if (granted === null) {
    return;
  }
  const { read, write } = rightsTo(params.object ?? '');
  const [records = ''] = read;
  const needed = path.startsWith('/crm/v3/owners')
    ? [OWNER_SCOPE]
    : path.startsWith('/crm/v3/objects')
      ? method === 'PATCH'
        ? write
        : [records]
      : params.object === undefined
        ? []
        : read;
  if (!needed.every((scope) => granted.has(scope))) {
    throw missingScopes(needed);
  }
}

export function grantHubspotToken(form: URLSearchParams, { tokens }: HubspotGate, nowMs: number): SimulatorAnswer {
  const isKnown =
    form.get('grant_type') === 'refresh_token' &&
    form.get('client_id') === SIMULATED_APP.clientId &&
    form.get('client_secret') === SIMULATED_APP.clientSecret &&
    form.get('refresh_token') === SIMULATED_APP.refreshToken;
  if (!isKnown) {
    return { status: 400, json: { status: 'BAD_REFRESH_TOKEN', message: 'missing or unknown refresh token', correlationId: 'c' } };
  }
  const token = `simulated-access-${tokens.size + 1}`;
  tokens.set(token, nowMs + TOKEN_LIFE_S * 1_000);
  return {
    status: 200,
    json: { access_token: token, refresh_token: SIMULATED_APP.refreshToken, expires_in: TOKEN_LIFE_S, token_type: 'bearer' },
  };
}
