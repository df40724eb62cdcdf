import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { HubspotCredentials, OauthApp } from './hubspot-settings.ts';
import { TokenAnswer } from './hubspot-shapes.ts';
import { readHubspotAnswer } from './read-hubspot-answer.ts';

/** A token that is about to end may end on its way. */
const EARLY_MS = 120_000;

export interface HubspotToken {
  get(): Promise<string>;
  /** The token was refused: true where another one could be had, and was. */
  renew(): Promise<boolean>;
}

type TokenSession = Pick<VendorSession, 'http' | 'nowMs' | 'secrets'> & { credentials: HubspotCredentials };

export function createHubspotToken({ http, nowMs, secrets, credentials }: TokenSession): HubspotToken {
  if (!('refreshToken' in credentials)) {
    const token = 'serviceKey' in credentials ? credentials.serviceKey : credentials.accessToken;
    return { get: async () => token, renew: async () => false };
  }
  const origin = createHash('sha256').update(`${credentials.clientId} ${credentials.refreshToken}`).digest('base64');

  const refresh = async (stored: StoredToken | null): Promise<string> => {
    const answer = await requestToken(http, credentials, stored?.refreshToken ?? credentials.refreshToken);
    await secrets.set({
      origin,
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token ?? stored?.refreshToken ?? credentials.refreshToken,
      endsAtMs: nowMs() + answer.expires_in * 1000,
    });
    return answer.access_token;
  };
  return {
    get: async () => {
      const stored = readStored(await secrets.get(), origin);
      return stored !== null && stored.endsAtMs - EARLY_MS > nowMs() ? stored.accessToken : refresh(stored);
    },
    renew: async () => {
      await refresh(readStored(await secrets.get(), origin));
      return true;
    },
  };
}

interface StoredToken {
  accessToken: string;
  refreshToken: string;
  endsAtMs: number;
}

/** Tokens of credentials that were replaced are worth nothing. */
function readStored(value: JsonObject | null, origin: string): StoredToken | null {
  if (value?.origin !== origin) {
    return null;
  }
  const { accessToken, refreshToken, endsAtMs } = value;
  return typeof accessToken === 'string' && typeof refreshToken === 'string' && typeof endsAtMs === 'number'
    ? { accessToken, refreshToken, endsAtMs }
    : null;
}

async function requestToken(http: VendorSession['http'], credentials: OauthApp, refreshToken: string) {
  const response = await http.request({
    method: 'POST',
    path: '/oauth/v1/token',
    form: {
      grant_type: 'refresh_token',
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
      refresh_token: refreshToken,
    },
    isRepeatable: true,
  });
  if (response.status === 400 || response.status === 401) {
    throw new VendorError(
      'unauthorized',
      'HubSpot does not renew the app’s access: the refresh token, client id or client secret is wrong, or the app was uninstalled. Install the app in the account again and enter the new refresh token.',
      { status: response.status },
    );
  }
  return readHubspotAnswer(response, TokenAnswer, 'the renewal of the access');
}
