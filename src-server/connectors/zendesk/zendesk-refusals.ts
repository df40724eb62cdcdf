import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { type SimulatorAnswer, SimulatorRefusal } from '../simulator/simulator-request.ts';

export function zendeskError(status: number, error: string, description: string, extra: JsonObject = {}): SimulatorAnswer {
  return { status, json: { error, description, ...extra } };
}

export function recordInvalid(field: string, description: string): SimulatorRefusal {
  const details = { [field]: [{ description, error: 'InvalidValue' }] };
  return new SimulatorRefusal(zendeskError(422, 'RecordInvalid', 'Record validation errors', { details }));
}

/** What no good client sends. */
export function refuseParameter(description: string): SimulatorRefusal {
  return new SimulatorRefusal(zendeskError(400, 'InvalidParameter', description), description);
}

export function zendeskNotFound(): SimulatorAnswer {
  return zendeskError(404, 'RecordNotFound', 'Not found');
}

export function forbidden(): SimulatorAnswer {
  const message = 'You do not have access to this page. Please contact the account owner of this help desk for further help.';
  return { status: 403, json: { error: { title: 'Forbidden', message } } };
}

export function tooManyRequests(retryAfterS: number, what = 'API'): SimulatorAnswer {
  return {
    status: 429,
    headers: { 'retry-after': String(retryAfterS) },
    json: { error: 'APIRateLimitExceeded', description: `Number of allowed ${what} requests per minute exceeded` },
  };
}
