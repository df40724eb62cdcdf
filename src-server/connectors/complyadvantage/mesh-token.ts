import { createHash } from 'node:crypto';
import Type from 'typebox';
import { Check } from 'typebox/value';
import type { VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { MeshCredentials } from './complyadvantage-settings.ts';
import { TokenAnswer } from './mesh-shapes.ts';
import { readProblem } from './read-problem.ts';

export interface MeshToken {
  /** Asks for one where there is none, or where it soon ends. */
  get(): Promise<string>;
  /** Asks for a new one instead of this, which was refused. */
  renew(refused: string): Promise<string>;
}

const HOUR_MS = 3_600_000;
/** Tokens live a day; there is nothing to refresh them with. */
const RENEW_AFTER_MS = 23 * HOUR_MS;
const MARGIN_MS = 60_000;

const StoredToken = Type.Object({ accessToken: Type.String(), renewAtMs: Type.Number(), credentials: Type.String() });

export function createMeshToken(session: VendorSession): MeshToken {
  const { accessKey, secret } = session.credentials as MeshCredentials;
  // A token belongs to the credentials that it was asked for with.
  const credentials = createHash('sha256')
    .update(JSON.stringify([accessKey, secret]))
    .digest('base64');
  let known: { accessToken: string; renewAtMs: number } | null = null;
  let asking: Promise<string> | null = null;

  async function ask(): Promise<string> {
    const response = await session.http.request({
      method: 'POST',
      path: '/v3/token',
      json: { access_key: accessKey, secret },
      isRepeatable: true,
    });
    if (response.status !== 200) throw refusalOf(response.status, readProblem(response).text);
    const value: unknown = response.json();
    if (!Check(TokenAnswer, value)) {
      throw new VendorError('unexpected', 'ComplyAdvantage answered POST /v3/token without a token: check the address and the region.', {
        status: response.status,
      });
    }
    const lifetimeMs = value.expires_in ? Math.max(MARGIN_MS, value.expires_in * 1_000 - MARGIN_MS) : RENEW_AFTER_MS;
    known = { accessToken: value.access_token, renewAtMs: session.nowMs() + Math.min(RENEW_AFTER_MS, lifetimeMs) };
    await session.secrets.set({ ...known, credentials });
    return known.accessToken;
  }

  function askOnce(): Promise<string> {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  }

  return {
    async get() {
      if (!known) {
        const stored = await session.secrets.get();
        if (Check(StoredToken, stored) && stored.credentials === credentials) known = stored;
      }
      return known && known.renewAtMs > session.nowMs() ? known.accessToken : askOnce();
    },
    renew: (refused) => (known && known.accessToken !== refused ? Promise.resolve(known.accessToken) : askOnce()),
  };
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
