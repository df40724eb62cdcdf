import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { type SimulatorAnswer, SimulatorRefusal } from '../simulator/simulator-request.ts';

const CORRELATION_ID = '4f2071b3-bf52-4e77-8dbe-6f80ad4f3a5f';

export function hubspotError(status: number, category: string, message: string, extra: JsonObject = {}): SimulatorAnswer {
  return { status, json: { status: 'error', message, correlationId: CORRELATION_ID, category, ...extra } };
}

/** What no good client sends. */
export function refuseInvalid(message: string): SimulatorRefusal {
  return new SimulatorRefusal(hubspotError(400, 'VALIDATION_ERROR', message), message);
}

/** What a good client may run into: an admin's wrong value. */
export function refuseValue(message: string): SimulatorRefusal {
  return new SimulatorRefusal(hubspotError(400, 'VALIDATION_ERROR', message));
}

export function notFound(): SimulatorAnswer {
  return hubspotError(404, 'OBJECT_NOT_FOUND', 'resource not found');
}

export function tooMany(policyName: 'SECONDLY' | 'TEN_SECONDLY_ROLLING' | 'DAILY'): SimulatorAnswer {
  return {
    status: 429,
    json: {
      status: 'error',
      message: `You have reached your ${policyName.toLowerCase()} limit.`,
      errorType: 'RATE_LIMIT',
      correlationId: CORRELATION_ID,
      policyName,
      requestId: 'ce6a6a91-ac17-492f-bbdb-7d72477c319c',
    },
  };
}

export function missingScopes(scopes: readonly string[]): SimulatorRefusal {
  return new SimulatorRefusal(
    hubspotError(403, 'MISSING_SCOPES', "This app hasn't been granted all required scopes to make this call.", {
      errors: [{ message: 'One or more of the following scopes are required.', context: { requiredGranularScopes: [...scopes] } }],
      links: { scopes: 'https://developers.hubspot.com/scopes' },
    }),
  );
}
