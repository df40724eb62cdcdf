import { randomUUID } from 'node:crypto';
import { SimulatorRefusal, type SimulatorRequest, type SimulatorRoute } from '../../simulator/simulator-request.ts';
import { badRequest, unauthorized } from './mesh-answers.ts';

export const MESH_CREDENTIALS = { accessKey: 'simulated-access-key', secret: 'simulated-mesh-secret' };

const TOKEN_PATH = '/v3/token';
const LIFETIME_SECONDS = 86_400;

export interface MeshTokens {
  route: SimulatorRoute;
  /** Whether it carries a token that is not over, or asks for one. */
  isAdmitted(request: SimulatorRequest): boolean;
}

export function createMeshTokens(nowMs: () => number): MeshTokens {
  const endsAtMs = new Map<string, number>();
  return {
    route: {
      method: 'POST',
      path: TOKEN_PATH,
      handle({ json }) {
        if (typeof json !== 'object' || json === null || Array.isArray(json)) throw badRequest('the body must be a JSON object');
        if (typeof json.access_key !== 'string' || typeof json.secret !== 'string') throw badRequest('access_key and secret are needed');
        if (json.access_key !== MESH_CREDENTIALS.accessKey || json.secret !== MESH_CREDENTIALS.secret)
          throw new SimulatorRefusal(unauthorized());
        const token = `simulated-token-${randomUUID()}`;
        endsAtMs.set(token, nowMs() + LIFETIME_SECONDS * 1_000);
        return {
          status: 200,
          json: { access_token: token, expires_in: LIFETIME_SECONDS, scope: 'read:api write:api', token_type: 'Bearer' },
        };
      },
    },
    isAdmitted: ({ path, headers }) =>
      path === TOKEN_PATH || (endsAtMs.get((headers.authorization ?? '').replace(/^Bearer /, '')) ?? 0) > nowMs(),
  };
}
