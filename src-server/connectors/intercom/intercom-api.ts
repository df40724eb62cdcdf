import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { readDescribedAnswer } from '../read-described-answer.ts';
import type { VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { VendorRequest, VendorResponse } from '../vendor-http.ts';
import type { IntercomCredentials } from './intercom-settings.ts';
import { IntercomErrors } from './intercom-shapes.ts';

/** The version whose description this connector was written to; sent with every call. */
export const INTERCOM_VERSION = '2.16';

export interface IntercomCall<Schema extends TSchema> extends Pick<VendorRequest, 'method' | 'path' | 'query' | 'json' | 'isRepeatable'> {
  answer: Schema;
  /** What has to be ticked for the app, in Intercom's words. */
  right: string;
}

export interface IntercomApi {
  /** Throws a VendorError for every answer but 2xx, and for one of another shape. */
  call<Schema extends TSchema>(call: IntercomCall<Schema>): Promise<Static<Schema>>;
  /** Null: there is no such thing. */
  find<Schema extends TSchema>(call: IntercomCall<Schema>): Promise<Static<Schema> | null>;
}

export function createIntercomApi({ http, credentials }: Pick<VendorSession, 'http' | 'credentials'>): IntercomApi {
  const { accessToken } = credentials as IntercomCredentials;
  const headers = { authorization: `Bearer ${accessToken}`, 'intercom-version': INTERCOM_VERSION };

  async function send({ method, path, query, json, isRepeatable }: IntercomCall<TSchema>): Promise<VendorResponse> {
    return http.request({
      method,
      path,
      headers,
      ...(query ? { query } : {}),
      ...(json === undefined ? {} : { json }),
      ...(isRepeatable === undefined ? {} : { isRepeatable }),
    });
  }

  return {
    async call(call) {
      return readAnswer(await send(call), call);
    },
    async find(call) {
      const response = await send(call);
      return response.status === 404 ? null : readAnswer(response, call);
    },
  };
}

function readAnswer<Schema extends TSchema>(response: VendorResponse, call: IntercomCall<Schema>): Static<Schema> {
  if (response.status < 200 || response.status > 299) throw errorOf(response, call);
  const complaint = `Intercom answered ${call.method} ${call.path} in a form that version ${INTERCOM_VERSION} does not describe`;
  return readDescribedAnswer(response, call.answer, complaint);
}

function errorOf(response: VendorResponse, { method, path, right }: IntercomCall<TSchema>): VendorError {
  const { status } = response;
  const { code, text } = readErrors(response);
  const details = { status, ...(text === null ? {} : { vendorMessage: text }) };
  const said = text === null ? `${status}` : `${status}, “${text}”`;
  switch (status) {
    case 401:
      return new VendorError(
        'unauthorized',
        `Intercom does not accept the access token (${said}). Copy it again from the Developer Hub > your app > Authentication, and check that the region is that of the workspace.`,
        details,
      );
    case 402:
    case 403:
      return code === 'api_plan_restricted'
        ? new VendorError(
            'forbidden',
            `The workspace's plan does not include this (${said}): ask Intercom to add it, or do not mirror it.`,
            details,
          )
        : new VendorError(
            'forbidden',
            `The access token may not do this (${said}). In the Developer Hub > your app > Authentication, tick “${right}”, save, and copy the token again.`,
            details,
          );
    case 404:
      return code === 'assignee_not_found' || code === 'admin_not_found'
        ? new VendorError('rejected', `Intercom knows no such teammate (${said}): check the people in the mapping.`, details)
        : new VendorError(
            'not_found',
            `Intercom has nothing at ${path} (${said}): check the address and the region of the workspace.`,
            details,
          );
    case 409:
      return new VendorError('conflict', `Somebody else changed it at Intercom at the same time (${said}).`, details);
    case 400:
    case 422:
      return code === 'intercom_version_invalid'
        ? new VendorError('unexpected', `Intercom no longer speaks version ${INTERCOM_VERSION} (${said}): Docket needs an update.`, details)
        : new VendorError('rejected', `Intercom refused ${method} ${path} (${said}).`, details);
    default:
      return new VendorError('unexpected', `Intercom answered ${method} ${path} with ${said}. Check the address and the region.`, details);
  }
}

const MESSAGE_CHARACTERS = 300;

function readErrors(response: VendorResponse): { code: string | null; text: string | null } {
  let value: unknown;
  try {
    value = JSON.parse(response.text);
  } catch {
    // An answer on the way to Intercom, not Intercom's: its status is all there is to say.
    return { code: null, text: null };
  }
  const [first] = Check(IntercomErrors, value) ? value.errors : [];
  if (!first) return { code: null, text: null };
  const text = [first.code, first.message].filter(Boolean).join(': ').slice(0, MESSAGE_CHARACTERS);
  return { code: first.code ?? null, text: text === '' ? null : text };
}
