import { type Static, Type } from 'typebox';
import { Identifier } from '../schema/identifier.ts';
import { Nullable } from '../schema/nullable.ts';
import { ShownOnce } from '../schema/shown-once.ts';
import { Timestamp } from '../schema/timestamp.ts';
import { Skills, User, UserRole } from '../schema/user.ts';
import { Password, SignedIn } from './account-endpoints.ts';
import { ADMINS, BASE, type Endpoint, EVERYBODY, STRANGER_BODY_BYTES } from './endpoint.ts';

const { email, name } = User.properties;

export const NewInvitation = Type.Object({ email, role: UserRole, skills: Type.Optional(Skills) }, { additionalProperties: false });
export type NewInvitation = Static<typeof NewInvitation>;

export const Invitation = Type.Object({
  id: Identifier,
  email,
  role: UserRole,
  skills: Skills,
  created_at: Timestamp,
  expires_at: Timestamp,
});
export type Invitation = Static<typeof Invitation>;

/** The only answer in which the link stands. */
export const CreatedInvitation = Type.Object({ ...Invitation.properties, url: ShownOnce });
export type CreatedInvitation = Static<typeof CreatedInvitation>;

/** What whoever has the link may know. */
export const OpenInvitation = Type.Object({ email, role: UserRole, expires_at: Timestamp });
export type OpenInvitation = Static<typeof OpenInvitation>;

export const PasswordReset = Type.Object({ email, name, expires_at: Timestamp });
export type PasswordReset = Static<typeof PasswordReset>;

export const CreatedPasswordReset = Type.Object({ id: Identifier, url: ShownOnce, expires_at: Timestamp });
export type CreatedPasswordReset = Static<typeof CreatedPasswordReset>;

export const Session = Type.Object({
  id: Identifier,
  user_id: Identifier,
  created_at: Timestamp,
  expires_at: Timestamp,
  last_used_at: Nullable(Timestamp),
  /** The one that asks. */
  current: Type.Boolean(),
});
export type Session = Static<typeof Session>;

export const PasswordChange = Type.Object(
  { current_password: Type.String({ maxLength: 1_024 }), new_password: Password },
  { additionalProperties: false },
);
export type PasswordChange = Static<typeof PasswordChange>;

const PEOPLE = { roles: ADMINS, scope: 'admin' } as const;
const Token = Type.Object({ token: Type.String({ maxLength: 128 }) });
/** A token where whoever was invited calls, an id where an admin does. */
const InvitationName = Type.Object({ invitation: Type.String({ maxLength: 128 }) });
const Nothing = { schema: Type.Object({}), isOptional: true } as const;

/** How people get in, and how that ends. */
export const ACCESS_ENDPOINTS = {
  'invitations.list': {
    method: 'GET',
    path: `${BASE}/invitations`,
    summary: 'Invitations that can still be accepted.',
    access: PEOPLE,
    answers: { 200: Type.Object({ items: Type.Array(Invitation) }) },
  },
  'invitations.create': {
    method: 'POST',
    path: `${BASE}/invitations`,
    summary: 'Makes a link for somebody to make their account with; an earlier one for the address ends.',
    isAudited: true,
    access: PEOPLE,
    body: { schema: NewInvitation },
    answers: { 200: CreatedInvitation },
  },
  'invitations.get': {
    method: 'GET',
    path: `${BASE}/invitations/:invitation`,
    summary: 'What the link offers, for whoever has it.',
    access: 'public',
    parameters: InvitationName,
    answers: { 200: OpenInvitation },
  },
  'invitations.delete': {
    method: 'DELETE',
    path: `${BASE}/invitations/:invitation`,
    summary: 'Withdraws an invitation, by its id.',
    isAudited: true,
    access: PEOPLE,
    parameters: InvitationName,
    answers: { 204: null },
  },
  'invitations.accept': {
    method: 'POST',
    path: `${BASE}/invitations/:invitation/accept`,
    summary: 'Makes the account and signs the person in; the link is used up.',
    access: 'public',
    parameters: InvitationName,
    body: { schema: Type.Object({ name, password: Password }, { additionalProperties: false }), limitBytes: STRANGER_BODY_BYTES },
    answers: { 200: SignedIn },
  },
  'passwordResets.create': {
    method: 'POST',
    path: `${BASE}/users/:id/password-reset`,
    summary: 'Makes a link for a person to choose a new password with; an earlier one ends.',
    isAudited: true,
    access: PEOPLE,
    parameters: Type.Object({ id: Identifier }),
    body: Nothing,
    answers: { 200: CreatedPasswordReset },
  },
  'passwordResets.get': {
    method: 'GET',
    path: `${BASE}/password-resets/:token`,
    summary: 'Whose password the link is for, for whoever has it.',
    access: 'public',
    parameters: Token,
    answers: { 200: PasswordReset },
  },
  'passwordResets.finish': {
    method: 'POST',
    path: `${BASE}/password-resets/:token/finish`,
    summary: 'Sets the password, ends all sessions of the person and signs them in; the link is used up.',
    access: 'public',
    parameters: Token,
    body: { schema: Type.Object({ password: Password }, { additionalProperties: false }), limitBytes: STRANGER_BODY_BYTES },
    answers: { 200: SignedIn },
  },
  'sessions.list': {
    method: 'GET',
    path: `${BASE}/sessions`,
    summary: 'Where somebody is signed in: oneself, or for admins anybody.',
    access: { roles: EVERYBODY, scope: 'admin' },
    query: Type.Object({ user_id: Type.Optional(Identifier) }),
    answers: { 200: Type.Object({ items: Type.Array(Session) }) },
  },
  'sessions.delete': {
    method: 'DELETE',
    path: `${BASE}/sessions/:id`,
    summary: 'Ends a session at once: an own one, or for admins any.',
    isAudited: true,
    access: { roles: EVERYBODY, scope: 'admin' },
    parameters: Type.Object({ id: Identifier }),
    answers: { 204: null },
  },
  'me.changePassword': {
    method: 'PATCH',
    path: `${BASE}/me/password`,
    summary: 'Changes the own password; all other sessions end.',
    isAudited: true,
    access: { roles: EVERYBODY, scope: null },
    body: { schema: PasswordChange },
    answers: { 204: null },
  },
} as const satisfies Record<string, Endpoint>;
