import { Check } from 'typebox/value';
import { createRenewedToken, type GrantedToken, type RenewedToken } from '../create-renewed-token.ts';
import type { VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { MeshCredentials } from './complyadvantage-settings.ts';
import { TokenAnswer } from './mesh-shapes.ts';
import { readProblem } from './read-problem.ts';

/** Tokens live a day; there is nothing to refresh them with. */
const RENEW_AFTER_MS = 23 * 3_600_000;

export function createMeshToken(session: VendorSession): RenewedToken {
  const { accessKey, secret } = session.credentials as MeshCredentials;

  async function grant(): Promise<GrantedToken> {
    const json = { access_key: accessKey, secret };
    const response = await session.http.request({ method: 'POST', path: '/v3/token', json, isRepeatable: true });
    if (response.status !== 200) throw refusalOf(response.status, readProblem(response).text);
    const value: unknown = response.json();
    if (!Check(TokenAnswer, value)) {
      throw new VendorError('unexpected', 'ComplyAdvantage answered POST /v3/token without a token: check the address and the region.', {
        status: response.status,
      });
    }
    const lifeMs = value.expires_in ? value.expires_in * 1_000 : RENEW_AFTER_MS;
    return { accessToken: value.access_token, lifeMs: Math.min(RENEW_AFTER_MS, lifeMs) };
  }

  return createRenewedToken(session, JSON.stringify([session.http.baseUrl, accessKey, secret]), grant);
}

function refusalOf(status: number, vendorMessage: string | null): VendorError {
  const details = { status, ...(vendorMessage === null ? {} : { vendorMessage }) };
  const said = vendorMessage === null ? `${status}` : `${status}, “${vendorMessage}”`;
  if (status === 400 || status === 401) {
    return new VendorError(
      'unauthorized',
      `ComplyAdvantage does not accept the access key and secret (${said}). Enter both again, or make new ones in Mesh under Settings > API credentials; and check the region.`,
      details,
    );
  }
  if (status === 403) {
    return new VendorError(
      'forbidden',
      `These API credentials may not sign in (${said}): ask an administrator of Mesh to allow it.`,
      details,
    );
  }
  return new VendorError(
    'not_found',
    `ComplyAdvantage gives no token at this address (${said}): check the address and the region.`,
    details,
  );
}
