import type { User } from '../../src-shared/schema/user.ts';
import type { Actor } from '../../src-shared/task/actor.ts';
import { ApiError } from '../http/api-error.ts';

/** Who sent a request: a signed-in person, or another system with its key. */
export type Caller = Traced &
  (
    | { kind: 'user'; user: User; sessionId: string }
    | { kind: 'key'; keyId: string; name: string; source: string; scopes: readonly string[] }
  );

interface Traced {
  /** The W3C trace that the request is part of, where it named one. */
  traceparent?: string;
}

export function actorOf(caller: Caller): Actor {
  const actor = actorOfKind(caller);
  return caller.traceparent === undefined ? actor : { ...actor, traceparent: caller.traceparent };
}

function actorOfKind(caller: Caller): Actor {
  switch (caller.kind) {
    case 'user': {
      const { id, name, role, skills } = caller.user;
      return { kind: 'user', uid: id, name, role, skills };
    }
    case 'key':
      return { kind: 'key', uid: caller.keyId, name: caller.name, source: caller.source };
  }
}

/** Of endpoints that are for people alone. Throws an ApiError `forbidden`. */
export function personOf(caller: Caller): User {
  if (caller.kind === 'user') return caller.user;
  throw new ApiError('forbidden', 'This is for signed-in people: a key is no person.');
}
