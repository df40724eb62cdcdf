import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { VendorRequest, VendorResponse } from '../vendor-http.ts';
import type { LegacyCredentials } from './complyadvantage-settings.ts';
import { readProblem } from './read-problem.ts';

export interface LegacyApi {
  /** Throws a VendorError for every answer but 2xx, and for one of another shape. */
  list(path: string, query: Readonly<Record<string, number>>): Promise<JsonObject[]>;
  /** Null: there is no such thing. */
  find(path: string): Promise<JsonObject | null>;
  change(method: 'PATCH' | 'POST', path: string, json: JsonObject): Promise<void>;
}

/** Its 429 are empty and say nothing of how long to wait: 2, 4, 8 … seconds. */
const FIRST_PAUSE_MS = 2_000;

const Record = Type.Record(Type.String(), Type.Unknown());
const Envelope = Type.Object({ content: Type.Object({ data: Type.Unknown() }) });

export function createLegacyApi({ http, credentials }: Pick<VendorSession, 'http' | 'credentials'>): LegacyApi {
  const { apiKey } = credentials as LegacyCredentials;

  function send(request: VendorRequest): Promise<VendorResponse> {
    return http.request({ ...request, headers: { authorization: `Token ${apiKey}` }, firstPauseMs: FIRST_PAUSE_MS });
  }

  return {
    async list(path, query) {
      const data = dataOf(await send({ method: 'GET', path, query }), `GET ${path}`);
      if (Check(Type.Array(Record), data)) return data as JsonObject[];
      throw formError(`GET ${path}`);
    },
    async find(path) {
      const response = await send({ method: 'GET', path });
      if (response.status === 404) return null;
      const data = dataOf(response, `GET ${path}`);
      if (Check(Record, data)) return data as JsonObject;
      throw formError(`GET ${path}`);
    },
    async change(method, path, json) {
      const response = await send({ method, path, json });
      if (response.status < 200 || response.status > 299) throw errorOf(response, `${method} ${path}`);
    },
  };
}

function dataOf(response: VendorResponse, name: string): unknown {
  if (response.status < 200 || response.status > 299) throw errorOf(response, name);
  const value: unknown = response.json();
  if (Check(Envelope, value)) return value.content.data;
  throw formError(name);
}

function formError(name: string): VendorError {
  return new VendorError(
    'unexpected',
    `ComplyAdvantage answered ${name} in a form that is not described (no content.data). Nothing was changed; check the address, or Docket needs an update.`,
  );
}

function errorOf(response: VendorResponse, name: string): VendorError {
  const { status } = response;
  const { text } = readProblem(response);
  const details = { status, ...(text === null ? {} : { vendorMessage: text }) };
  const said = text === null ? `${status}` : `${status}, “${text}”`;
  switch (status) {
    case 401:
      return new VendorError(
        'unauthorized',
        `ComplyAdvantage does not accept the API key (${said}): make one in the web platform under Settings > API, and check the region.`,
        details,
      );
    case 403:
      return new VendorError(
        'forbidden',
        `The API key may not do ${name} (${said}): ask an administrator of ComplyAdvantage to allow it.`,
        details,
      );
    case 404:
      return new VendorError('not_found', `ComplyAdvantage has nothing at ${name} (${said}): check the address and the region.`, details);
    case 400:
    case 422:
      return new VendorError('rejected', `ComplyAdvantage refused ${name} (${said}).`, details);
    default:
      return new VendorError('unexpected', `ComplyAdvantage answered ${name} with ${said}. Check the address and the region.`, details);
  }
}
