import type { Static, TSchema } from 'typebox';
import type { VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { VendorRequest, VendorResponse } from '../vendor-http.ts';
import type { HubspotCredentials } from './hubspot-settings.ts';
import type { HubspotRefusal } from './hubspot-shapes.ts';
import { createHubspotToken } from './hubspot-token.ts';
import { readHubspotAnswer, readHubspotRefusal, wordsOf } from './read-hubspot-answer.ts';

export interface HubspotCall<Schema extends TSchema>
  extends Pick<VendorRequest, 'method' | 'path' | 'query' | 'json' | 'budget' | 'isRepeatable'> {
  answer: Schema;
  /** For sentences: `the list of tasks`. */
  what: string;
  scopes: readonly string[];
}

export interface HubspotApi {
  /** Throws a VendorError for every answer but 2xx, and for one of another shape. */
  call<Schema extends TSchema>(call: HubspotCall<Schema>): Promise<{ value: Static<Schema>; vendorNowMs: number }>;
  /** Null: there is no such thing, or no such call for this object. */
  find<Schema extends TSchema>(call: HubspotCall<Schema>): Promise<Static<Schema> | null>;
}

export function createHubspotApi(session: Pick<VendorSession, 'http' | 'nowMs' | 'secrets' | 'credentials'>): HubspotApi {
  const credentials = session.credentials as HubspotCredentials;
  const { http } = session;
  const token = createHubspotToken({ ...session, credentials });

  const sendOnce = async ({ answer, what, scopes, ...request }: HubspotCall<TSchema>): Promise<VendorResponse> =>
    http.request({ ...request, headers: { authorization: `Bearer ${await token.get()}` } });

  const send = async (call: HubspotCall<TSchema>): Promise<VendorResponse> => {
    try {
      const response = await sendOnce(call);
      return response.status === 401 && (await token.renew()) ? await sendOnce(call) : response;
    } catch (error) {
      throw error instanceof VendorError ? explainLimit(error) : error;
    }
  };
  const readOrThrow = <Schema extends TSchema>(response: VendorResponse, call: HubspotCall<Schema>): Static<Schema> => {
    if (response.status >= 400) {
      throw errorOf(response, call, credentials);
    }
    return readHubspotAnswer(response, call.answer, call.what);
  };
  return {
    call: async (call) => {
      const response = await send(call);
      return { value: readOrThrow(response, call), vendorNowMs: readVendorNowMs(response) };
    },
    find: async (call) => {
      const response = await send(call);
      return response.status === 404 || response.status === 405 ? null : readOrThrow(response, call);
    },
  };
}

/** Down to the second: HubSpot's clock is behind ours by that at most. */
function readVendorNowMs({ headers, status }: VendorResponse): number {
  const nowMs = Date.parse(headers.date ?? '');
  if (Number.isNaN(nowMs)) {
    throw new VendorError('unexpected', 'HubSpot did not tell its time (header Date): check that no proxy in between removes it.', {
      status,
    });
  }
  return nowMs;
}

function errorOf(response: VendorResponse, call: HubspotCall<TSchema>, credentials: HubspotCredentials): VendorError {
  const { status } = response;
  const refusal = readHubspotRefusal(response);
  const details = { status, ...wordsOf(refusal) };
  const said = refusal.message === undefined ? `${status}` : `${status}, “${refusal.message.slice(0, 300)}”`;
  switch (status) {
    case 401:
      return new VendorError('unauthorized', `${describeSignIn(credentials, refusal)} (${said}).`, details);
    case 403:
      return new VendorError('forbidden', describeScopes(call, credentials, refusal, said), details);
    case 404:
      return new VendorError(
        'not_found',
        `HubSpot knows nothing of ${call.what} (${said}): check the names of the objects and the address.`,
        details,
      );
    case 409:
      return new VendorError('conflict', `${call.what} changed in HubSpot meanwhile (${said}).`, details);
    case 400:
    case 422:
      return call.method === 'PATCH'
        ? new VendorError('rejected', `HubSpot did not take the change of ${call.what} (${said}).`, details)
        : new VendorError(
            'unexpected',
            `HubSpot did not understand the request for ${call.what} (${said}): check the filters and properties.`,
            details,
          );
    default:
      return new VendorError('unexpected', `HubSpot refused ${call.what} (${said}). Docket tries again at the next run.`, details);
  }
}

function describeSignIn(credentials: HubspotCredentials, refusal: HubspotRefusal): string {
  if ('serviceKey' in credentials) {
    return 'HubSpot does not accept the Service Key: copy it again from Settings > Integrations > Service Keys, or make a new one if it was rotated';
  }
  if ('accessToken' in credentials) {
    return refusal.category === 'EXPIRED_AUTHENTICATION'
      ? 'The access token has ended. A private app’s token does not: copy it from Settings > Integrations > Private apps > the app > Auth'
      : 'HubSpot does not accept the access token: copy it again from Settings > Integrations > Private apps > the app > Auth, or use a Service Key';
  }
  return 'HubSpot does not accept the app’s access, renewed just now: install the app in the account again and enter the new refresh token';
}

function describeScopes(call: HubspotCall<TSchema>, credentials: HubspotCredentials, refusal: HubspotRefusal, said: string): string {
  const named = (refusal.errors ?? []).flatMap(({ context }) =>
    [context?.requiredGranularScopes, context?.requiredScopes].flatMap((scopes) => (Array.isArray(scopes) ? scopes.map(String) : [])),
  );
  const scopes = [...new Set([...call.scopes, ...named])].join(', ');
  const where = 'serviceKey' in credentials ? 'the Service Key' : 'the app';
  return `HubSpot does not allow ${call.what}: tick these scopes for ${where}, then test again: ${scopes} (${said}).`;
}

/** The client said how long to wait; what was used up, HubSpot said. */
function explainLimit(error: VendorError): VendorError {
  if (error.reason !== 'rate_limited' || error.status === null) {
    return error;
  }
  const details = {
    status: error.status,
    ...(error.vendorMessage === null ? {} : { vendorMessage: error.vendorMessage }),
    ...(error.retryAfterMs === null ? {} : { retryAfterMs: error.retryAfterMs }),
  };
  if (error.status === 477) {
    return new VendorError(
      'unavailable',
      'HubSpot is moving this account to another data centre; Docket goes on when it is done.',
      details,
    );
  }
  return error.vendorMessage?.includes('DAILY')
    ? new VendorError(
        'rate_limited',
        'The account’s requests for today are used up, by all its apps together. HubSpot counts anew at midnight of the account’s time zone; Docket tries again every hour.',
        details,
      )
    : error;
}
