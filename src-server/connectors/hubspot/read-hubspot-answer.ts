import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { readDescribedAnswer } from '../read-described-answer.ts';
import { VendorError } from '../vendor-error.ts';
import type { VendorResponse } from '../vendor-http.ts';
import { HubspotRefusal } from './hubspot-shapes.ts';

/** Throws a VendorError `unexpected` for anything but a success in the described form. */
export function readHubspotAnswer<Schema extends TSchema>(response: VendorResponse, schema: Schema, what: string): Static<Schema> {
  if (response.status < 200 || response.status > 299) {
    throw new VendorError('unexpected', `HubSpot answered ${response.status} when asked for ${what}. Docket tries again at the next run.`, {
      status: response.status,
      ...wordsOf(readHubspotRefusal(response)),
    });
  }
  return readDescribedAnswer(response, schema, `HubSpot answered in another form than it describes when asked for ${what}`);
}

/** Empty where the body is no JSON: a proxy's page. */
export function readHubspotRefusal(response: VendorResponse): HubspotRefusal {
  try {
    const value: unknown = JSON.parse(response.text);
    return Check(HubspotRefusal, value) ? value : {};
  } catch {
    // What a proxy in between has to say is in the status.
    return {};
  }
}

export function wordsOf({ message }: HubspotRefusal): { vendorMessage?: string } {
  return message === undefined ? {} : { vendorMessage: message.slice(0, 500) };
}
