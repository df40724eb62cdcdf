import type { UserRole } from '../schema/user.ts';

/** Who acts. A key is no person: it can never hold a task. */
export type Actor = Traced &
  (
    | { kind: 'user'; uid: string; name: string; role: UserRole; skills: readonly string[] }
    | { kind: 'key'; uid: string; name: string; source: string }
    | { kind: 'system'; name: string }
  );

interface Traced {
  /** The W3C trace of the request that asked for it, where there was one: what follows from it is part of the same trace. */
  traceparent?: string;
}

/** Managers, admins, keys and the system act on any task; operators on their own and on free ones. */
export function actsOnAny(actor: Actor): boolean {
  return actor.kind !== 'user' || actor.role !== 'operator';
}

export function coversSkills(has: readonly string[], needed: readonly string[]): boolean {
  return needed.every((skill) => has.includes(skill));
}
