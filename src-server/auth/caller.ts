import type { User } from '../../src-shared/schema/user.ts';
import type { Actor } from '../../src-shared/task/actor.ts';

/** Who sent a request: a signed-in person, or another system with its key. */
export type Caller =
  | { kind: 'user'; user: User; sessionId: string }
  | { kind: 'key'; keyId: string; name: string; source: string; scopes: readonly string[] };

export function actorOf(caller: Caller): Actor {
  switch (caller.kind) {
    case 'user': {
      const { id, name, role, skills } = caller.user;
      return { kind: 'user', uid: id, name, role, skills };
    }
    case 'key':
      return { kind: 'key', uid: caller.keyId, name: caller.name, source: caller.source };
  }
}
