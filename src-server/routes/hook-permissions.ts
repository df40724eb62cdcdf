import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';

/** Throws unless the caller may register webhooks: a key with that scope, a manager or an admin. */
export function allowHooks(caller: Caller): void {
  if (caller.kind === 'user') {
    if (caller.user.role === 'operator') throw new ApiError('forbidden', 'Operators may not see or change webhooks.');
  } else if (!hasScope(caller, 'hooks')) {
    throw new ApiError('forbidden', 'This key may not use webhooks: it lacks the scope hooks.');
  }
}

/** Throws unless the caller may read every task: whoever is sent all events, samples or old bodies reads tasks by it. */
export function allowTaskReading(caller: Caller): void {
  if (caller.kind === 'key' && !hasScope(caller, 'tasks:read')) {
    throw new ApiError('forbidden', 'This key may not read tasks, which this needs: it lacks the scope tasks:read.');
  }
}

function hasScope(caller: Caller & { kind: 'key' }, scope: string): boolean {
  return caller.scopes.includes(scope) || caller.scopes.includes('admin');
}
