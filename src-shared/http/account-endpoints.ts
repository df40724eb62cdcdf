import { type Static, Type } from 'typebox';
import { ApiKey, ApiKeyScopes, CreatedApiKey, NewApiKey } from '../schema/api-key.ts';
import { Identifier } from '../schema/identifier.ts';
import { Timestamp } from '../schema/timestamp.ts';
import { Skills, User, UserRole } from '../schema/user.ts';
import { ADMINS, BASE, type Endpoint, EVERYBODY, STRANGER_BODY_BYTES } from './endpoint.ts';

export const PASSWORD_LIMITS = { minimum: 10, maximum: 1_024 } as const;
export const Password = Type.String({ minLength: PASSWORD_LIMITS.minimum, maxLength: PASSWORD_LIMITS.maximum });
const Email = User.properties.email;
const Name = User.properties.name;

/** Passwords are not measured here: a wrong one is answered as wrong, whatever its length. */
export const Login = Type.Object(
  { email: Type.String({ minLength: 1, maxLength: 254 }), password: Type.String({ maxLength: PASSWORD_LIMITS.maximum }) },
  { additionalProperties: false },
);
export type Login = Static<typeof Login>;

export const SignedIn = Type.Object({ token: Type.String(), expires_at: Timestamp, user: User }, { additionalProperties: false });
export type SignedIn = Static<typeof SignedIn>;

export const FirstRun = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 64 }), email: Email, name: Type.Optional(Name), password: Password },
  { additionalProperties: false },
);
export type FirstRun = Static<typeof FirstRun>;

export const NewUser = Type.Object(
  {
    email: Email,
    name: Name,
    role: UserRole,
    skills: Type.Optional(Skills),
    password: Type.Optional(Password),
  },
  { additionalProperties: false },
);
export type NewUser = Static<typeof NewUser>;

export const UserChange = Type.Object(
  {
    email: Type.Optional(Email),
    name: Type.Optional(Name),
    role: Type.Optional(UserRole),
    skills: Type.Optional(Skills),
    disabled: Type.Optional(Type.Boolean()),
    password: Type.Optional(Password),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type UserChange = Static<typeof UserChange>;

/** Who the credentials belong to: a person, or a key. */
export const Me = Type.Union([
  Type.Object({ kind: Type.Literal('user'), ...User.properties }, { additionalProperties: false }),
  Type.Object(
    { kind: Type.Literal('key'), id: Identifier, name: Type.String(), source: Type.String(), scopes: ApiKeyScopes },
    { additionalProperties: false },
  ),
]);
export type Me = Static<typeof Me>;

const Id = Type.Object({ id: Identifier });
const Items = <Item extends Parameters<typeof Type.Array>[0]>(item: Item) => Type.Object({ items: Type.Array(item) });
const PEOPLE = { roles: ADMINS, scope: 'admin' } as const;
const ANYBODY = { roles: EVERYBODY, scope: 'any' } as const;
const FirstRunState = Type.Object({ needed: Type.Boolean() });

export const ACCOUNT_ENDPOINTS = {
  'firstRun.get': {
    method: 'GET',
    path: `${BASE}/first-run`,
    summary: 'Whether the server still waits for its first admin.',
    access: 'public',
    answersBeforeSetUp: true,
    answers: { 200: FirstRunState },
  },
  'firstRun.finish': {
    method: 'POST',
    path: `${BASE}/first-run`,
    summary: 'Makes the first admin with the code that the server printed.',
    access: 'public',
    answersBeforeSetUp: true,
    body: { schema: FirstRun, limitBytes: STRANGER_BODY_BYTES },
    answers: { 200: SignedIn },
  },
  'auth.login': {
    method: 'POST',
    path: `${BASE}/auth/login`,
    summary: 'Signs a person in.',
    access: 'public',
    body: { schema: Login, limitBytes: STRANGER_BODY_BYTES },
    answers: { 200: SignedIn },
  },
  'auth.logout': {
    method: 'POST',
    path: `${BASE}/auth/logout`,
    summary: 'Ends the session at once.',
    isAudited: true,
    access: { roles: EVERYBODY, scope: null },
    body: { schema: Type.Object({}), isOptional: true },
    answers: { 204: null },
  },
  'me.get': { method: 'GET', path: `${BASE}/me`, summary: 'Whose credentials these are.', access: ANYBODY, answers: { 200: Me } },
  'account.get': {
    method: 'GET',
    path: `${BASE}/accounts/me`,
    summary: 'The same: no-code tools test a connection with it.',
    access: ANYBODY,
    answers: { 200: Me },
  },
  'users.list': {
    method: 'GET',
    path: `${BASE}/users`,
    summary: 'Everybody who has or had an account.',
    access: PEOPLE,
    answers: { 200: Items(User) },
  },
  'users.create': {
    method: 'POST',
    path: `${BASE}/users`,
    summary: 'Makes an account.',
    isAudited: true,
    access: PEOPLE,
    body: { schema: NewUser },
    answers: { 200: User },
  },
  'users.get': {
    method: 'GET',
    path: `${BASE}/users/:id`,
    summary: 'One account.',
    access: PEOPLE,
    parameters: Id,
    answers: { 200: User },
  },
  'users.change': {
    method: 'PATCH',
    path: `${BASE}/users/:id`,
    summary: 'Changes an account; a new password or disabling ends its sessions.',
    isAudited: true,
    access: PEOPLE,
    parameters: Id,
    body: { schema: UserChange },
    answers: { 200: User },
  },
  'keys.list': {
    method: 'GET',
    path: `${BASE}/keys`,
    summary: 'The API keys, without their secrets.',
    access: PEOPLE,
    answers: { 200: Items(ApiKey) },
  },
  'keys.create': {
    method: 'POST',
    path: `${BASE}/keys`,
    summary: 'Makes an API key, which is shown in this answer only.',
    isAudited: true,
    access: PEOPLE,
    body: { schema: NewApiKey },
    answers: { 200: CreatedApiKey },
  },
  'keys.rotate': {
    method: 'POST',
    path: `${BASE}/keys/:id/rotate`,
    summary: 'Gives the key a new secret; the old one stops working at once.',
    isAudited: true,
    access: PEOPLE,
    parameters: Id,
    body: { schema: Type.Object({}), isOptional: true },
    answers: { 200: CreatedApiKey },
  },
  'keys.delete': {
    method: 'DELETE',
    path: `${BASE}/keys/:id`,
    summary: 'Revokes the key at once.',
    isAudited: true,
    access: PEOPLE,
    parameters: Id,
    answers: { 204: null },
  },
} as const satisfies Record<string, Endpoint>;
