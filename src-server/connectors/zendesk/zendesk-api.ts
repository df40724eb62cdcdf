import type { Static, TSchema } from 'typebox';
import { createRenewedToken, type RenewedToken } from '../create-renewed-token.ts';
import { readDescribedAnswer } from '../read-described-answer.ts';
import type { VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { VendorRequest, VendorResponse } from '../vendor-http.ts';
import { readZendeskRefusal, zendeskErrorOf } from './zendesk-errors.ts';
import type { ZendeskCredentials } from './zendesk-settings.ts';
import { TokenAnswer } from './zendesk-shapes.ts';

export interface ZendeskCall<Schema extends TSchema> extends Pick<VendorRequest, 'method' | 'path' | 'query' | 'json' | 'budget'> {
  answer: Schema;
  /** For sentences: `the list of agents`. */
  what: string;
}

export interface ZendeskApi {
  /** Throws a VendorError for every answer but 2xx, and for one of another shape. */
  call<Schema extends TSchema>(call: ZendeskCall<Schema>): Promise<{ value: Static<Schema>; vendorNowMs: number }>;
  /** Null: there is no such thing, or it is not for whoever signs in. */
  find<Schema extends TSchema>(call: ZendeskCall<Schema>): Promise<{ value: Static<Schema>; vendorNowMs: number } | null>;
}

/** Where Zendesk does not say how long a token lives. */
const TOKEN_LIFE_S = 1_800;
const TOKEN_LIFE_ASKED_S = 86_400;

export function createZendeskApi(session: Pick<VendorSession, 'http' | 'nowMs' | 'secrets' | 'credentials'>): ZendeskApi {
  const credentials = session.credentials as ZendeskCredentials;
  const token = 'clientId' in credentials ? createClientToken(session, credentials) : null;

  const sendOnce = async ({ answer, what, ...request }: ZendeskCall<TSchema>): Promise<VendorResponse> =>
    session.http.request({ ...request, headers: { authorization: await authorizationOf(credentials, token) } });

  const send = async (call: ZendeskCall<TSchema>): Promise<VendorResponse> => {
    const response = await sendOnce(call);
    if (response.status !== 401 || token === null) {
      return response;
    }
    await token.renew();
    return sendOnce(call);
  };
  const readOrThrow = <Schema extends TSchema>(response: VendorResponse, call: ZendeskCall<Schema>) => {
    if (response.status < 200 || response.status > 299) {
      throw zendeskErrorOf(response, call, credentials);
    }
    return { value: readZendeskAnswer(response, call.answer, call.what), vendorNowMs: readVendorNowMs(response) };
  };
  return {
    call: async (call) => readOrThrow(await send(call), call),
    find: async (call) => {
      const response = await send(call);
      return response.status === 404 || response.status === 403 ? null : readOrThrow(response, call);
    },
  };
}

async function authorizationOf(credentials: ZendeskCredentials, token: RenewedToken | null): Promise<string> {
  if ('apiToken' in credentials) {
    return `Basic ${Buffer.from(`${credentials.email}/token:${credentials.apiToken}`).toString('base64')}`;
  }
  return `Bearer ${'accessToken' in credentials ? credentials.accessToken : await token?.get()}`;
}

function createClientToken(
  session: Pick<VendorSession, 'http' | 'nowMs' | 'secrets'>,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
): RenewedToken {
  return createRenewedToken(session, `${clientId} ${clientSecret}`, async () => {
    const response = await session.http.request({
      method: 'POST',
      path: '/oauth/tokens',
      json: {
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope: 'read write',
        expires_in: TOKEN_LIFE_ASKED_S,
      },
      isRepeatable: true,
    });
    if (response.status === 400 || response.status === 401 || response.status === 403) {
      throw new VendorError(
        'unauthorized',
        'Zendesk does not accept the OAuth client: copy identifier and secret again from Admin Center > Apps and integrations > APIs > OAuth clients; the client must be a confidential one that may use client credentials.',
        { status: response.status, ...wordsOf(response) },
      );
    }
    const answer = readZendeskAnswer(response, TokenAnswer, 'an access token');
    return { accessToken: answer.access_token, lifeMs: (answer.expires_in ?? TOKEN_LIFE_S) * 1_000 };
  });
}

function wordsOf(response: VendorResponse): { vendorMessage?: string } {
  const text = readZendeskRefusal(response);
  return text === null ? {} : { vendorMessage: text };
}

function readZendeskAnswer<Schema extends TSchema>(response: VendorResponse, schema: Schema, what: string): Static<Schema> {
  if (response.status < 200 || response.status > 299) {
    throw new VendorError(
      [301, 302, 404].includes(response.status) ? 'not_found' : 'unexpected',
      `Zendesk answered ${response.status} when asked for ${what}: check the subdomain.`,
      { status: response.status },
    );
  }
  return readDescribedAnswer(response, schema, `Zendesk answered in another form than it describes when asked for ${what}`);
}

function readVendorNowMs({ headers, status }: VendorResponse): number {
  const nowMs = Date.parse(headers.date ?? '');
  if (Number.isNaN(nowMs)) {
    throw new VendorError('unexpected', 'Zendesk did not tell its time (header Date): check that no proxy in between removes it.', {
      status,
    });
  }
  return nowMs;
}
