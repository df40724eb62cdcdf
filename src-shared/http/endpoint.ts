import type { TSchema } from 'typebox';
import { USER_ROLES, type UserRole } from '../schema/user.ts';

export const API_KEY_SCOPES = ['tasks:read', 'tasks:write', 'hooks', 'admin'] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/** Who may call: anybody, or sessions with one of these roles and keys with this scope (`any`: every key; null: no key ever). */
export type Access = 'public' | { roles: readonly UserRole[]; scope: ApiKeyScope | 'any' | null };

export const EVERYBODY = USER_ROLES;
export const MANAGERS = ['manager', 'admin'] as const satisfies readonly UserRole[];
export const ADMINS = ['admin'] as const satisfies readonly UserRole[];

/** A task at its limit, with every character escaped. */
export const BODY_LIMIT_BYTES = 2 * 1024 * 1024;

/** What somebody sends who is not known yet. */
export const STRANGER_BODY_BYTES = 16 * 1024;

export interface EndpointBody {
  schema: TSchema;
  /** No body at all, or a blank one, is read as `{}`; elsewhere it is a 400. */
  isOptional?: boolean;
  /** Its items are judged one by one: what is wrong with one must not spoil the others. */
  isJudgedByItem?: boolean;
  /** Its bytes are what counts, of whatever type they are: the request has them as `rawBytes`, and its body is `{}`. */
  isRaw?: boolean;
  /** Larger bodies are a 413; BODY_LIMIT_BYTES where this is absent. */
  limitBytes?: number;
}

export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for parameters. */
  path: string;
  summary: string;
  /** Leaves an entry in the audit log. Tasks have their history. */
  isAudited?: true;
  access: Access;
  /** Of public ones: the others wait until there is an admin. */
  answersBeforeSetUp?: true;
  parameters?: TSchema;
  query?: TSchema;
  body?: EndpointBody;
  /** Of successes that are no JSON. */
  contentType?: string;
  /** For browsers: what is refused is answered as a page too, unless JSON is asked for. */
  isPage?: true;
  /** Of pages: what a success is where JSON is asked for. */
  json?: TSchema;
  /** By status; null where there is no body. Errors are the same everywhere. */
  answers: Readonly<Record<number, TSchema | null>>;
}

export const BASE = '/api/v1';
