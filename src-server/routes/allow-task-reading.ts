import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import { hasScope } from '../http/guard-endpoints.ts';

/** Throws unless the caller may read every task: whoever is sent all events, samples or old bodies reads tasks by it. */
export function allowTaskReading(caller: Caller): void {
  if (caller.kind === 'key' && !hasScope(caller.scopes, 'tasks:read')) {
    throw new ApiError('forbidden', 'This takes a key with the scope tasks:read too: it shows tasks.');
  }
}
