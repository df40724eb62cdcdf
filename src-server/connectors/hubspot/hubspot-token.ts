import { createRenewedToken } from '../create-renewed-token.ts';
import type { VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { HubspotCredentials, OauthApp } from './hubspot-settings.ts';
import { TokenAnswer } from './hubspot-shapes.ts';
import { readHubspotAnswer } from './read-hubspot-answer.ts';

export interface HubspotToken {
  get(): Promise<string>;
  /** The token was refused: true where another one could be had, and was. */
  renew(): Promise<boolean>;
}

type TokenSession = Pick<VendorSession, 'http' | 'nowMs' | 'secrets'> & { credentials: HubspotCredentials };

export function createHubspotToken(session: TokenSession): HubspotToken {
  const { credentials, http } = session;
  if (!('refreshToken' in credentials)) {
    const token = 'serviceKey' in credentials ? credentials.serviceKey : credentials.accessToken;
    return { get: async () => token, renew: async () => false };
  }
  const token = createRenewedToken(session, `${credentials.clientId} ${credentials.refreshToken}`, async (refreshToken) => {
    const answer = await requestToken(http, credentials, refreshToken ?? credentials.refreshToken);
    return {
      accessToken: answer.access_token,
      lifeMs: answer.expires_in * 1000,
      ...(answer.refresh_token === undefined ? {} : { refreshToken: answer.refresh_token }),
    };
  });
  return {
    get: token.get,
    renew: async () => {
      await token.renew();
      return true;
    },
  };
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
