import type { Static, TSchema } from 'typebox';
import type { JsonValue } from '../../../src-shared/schema/task.ts';
import { readDescribedAnswer } from '../read-described-answer.ts';
import type { VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { VendorResponse } from '../vendor-http.ts';
import { createMeshToken } from './mesh-token.ts';
import { readProblem } from './read-problem.ts';

export interface MeshCall<Schema extends TSchema> {
  method: 'GET' | 'POST';
  /** With its query: names may stand there more than once. */
  path: string;
  json?: JsonValue;
  answer: Schema;
}

export interface MeshApi {
  /** Throws a VendorError for every answer but 2xx, and for one of another shape. */
  call<Schema extends TSchema>(call: MeshCall<Schema>): Promise<Static<Schema>>;
  /** Null: there is no such thing. */
  find<Schema extends TSchema>(call: MeshCall<Schema>): Promise<Static<Schema> | null>;
}

export function createMeshApi(session: VendorSession): MeshApi {
  const token = createMeshToken(session);

  function sendWith(accessToken: string, { method, path, json }: MeshCall<TSchema>): Promise<VendorResponse> {
    const headers = { authorization: `Bearer ${accessToken}` };
    return session.http.request({ method, path, headers, ...(json === undefined ? {} : { json }) });
  }

  /** A refused token is renewed once; a missing right stays missing, whatever the token. */
  async function send(call: MeshCall<TSchema>): Promise<VendorResponse> {
    const response = await sendWith(await token.get(), call);
    if (response.status !== 401) return response;
    await token.renew();
    return sendWith(await token.get(), call);
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

function readAnswer<Schema extends TSchema>(response: VendorResponse, call: MeshCall<Schema>): Static<Schema> {
  if (response.status < 200 || response.status > 299) throw errorOf(response, call);
  return readDescribedAnswer(response, call.answer, `ComplyAdvantage answered ${nameOf(call)} in a form that is not described`);
}

function errorOf(response: VendorResponse, call: MeshCall<TSchema>): VendorError {
  const { status } = response;
  const { text, permissions } = readProblem(response);
  const details = { status, ...(text === null ? {} : { vendorMessage: text }) };
  const said = text === null ? `${status}` : `${status}, “${text}”`;
  switch (status) {
    case 401:
      return new VendorError(
        'unauthorized',
        `ComplyAdvantage gives a token and does not accept it (${said}): the API credentials were switched off. Make new ones in Mesh under Settings > API credentials.`,
        details,
      );
    case 403: {
      const missing = permissions.length > 0 ? `the permission “${permissions.join('”, “')}”` : 'a permission';
      return new VendorError(
        'forbidden',
        `The API credentials lack ${missing} for ${nameOf(call)} (${said}): add it to their role in Mesh under Settings > Roles.`,
        details,
      );
    }
    case 404:
      return new VendorError(
        'not_found',
        `ComplyAdvantage has nothing at ${nameOf(call)} (${said}): check the address and the region.`,
        details,
      );
    case 409:
      return new VendorError('conflict', `Somebody else changed the case at the same time (${said}).`, details);
    case 400:
    case 422:
      return new VendorError('rejected', `ComplyAdvantage refused ${nameOf(call)} (${said}).`, details);
    default:
      return new VendorError(
        'unexpected',
        `ComplyAdvantage answered ${nameOf(call)} with ${said}. Check the address and the region.`,
        details,
      );
  }
}

function nameOf({ method, path }: MeshCall<TSchema>): string {
  return `${method} ${path.split('?')[0]}`;
}
