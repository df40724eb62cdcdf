import { type Static, Type } from 'typebox';
import { Identifier } from './identifier.ts';
import { StringEnum } from './string-enum.ts';

export const USER_ROLES = ['operator', 'manager', 'admin'] as const;
export const UserRole = StringEnum(USER_ROLES);
export type UserRole = Static<typeof UserRole>;

export const Skills = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 64 });

export const User = Type.Object(
  {
    id: Identifier,
    email: Type.String({ minLength: 3, maxLength: 254 }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    role: UserRole,
    skills: Skills,
    disabled: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type User = Static<typeof User>;

/** What colleagues see of each other: enough to say who holds a task. */
export const Person = Type.Object({ id: Identifier, name: Type.String({ maxLength: 120 }) }, { additionalProperties: false });
export type Person = Static<typeof Person>;
