import type { Static, TSchema } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { VendorError } from './vendor-error.ts';
import type { VendorResponse } from './vendor-http.ts';

/** The answer as the schema describes it. `complaint`: how the sentence begins that is said where it is another. Throws a VendorError. */
export function readDescribedAnswer<Schema extends TSchema>(response: VendorResponse, schema: Schema, complaint: string): Static<Schema> {
  const value: unknown = response.json();
  if (Check(schema, value)) return value;
  const [first] = Errors(schema, value);
  const where = first ? ` (${first.instancePath || 'the whole'}: ${first.message})` : '';
  throw new VendorError('unexpected', `${complaint}${where}. Nothing was changed; Docket needs an update if this stays so.`, {
    status: response.status,
  });
}
