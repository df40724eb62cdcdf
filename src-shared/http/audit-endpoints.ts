import { type Static, Type } from 'typebox';
import { AuditEntry } from '../schema/audit.ts';
import { Nullable } from '../schema/nullable.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { ADMINS, BASE, type Endpoint } from './endpoint.ts';

export const AUDIT_LIMITS = { default: 100, maximum: 1_000 } as const;

/** Newest first, unless it says otherwise; `format=ndjson` is everything in one answer, oldest first. */
export const AuditQuery = Type.Object({
  since: Type.Optional(Type.String({ maxLength: 64 })),
  until: Type.Optional(Type.String({ maxLength: 64 })),
  actor: Type.Optional(Type.String({ maxLength: 128 })),
  task: Type.Optional(Type.String({ maxLength: 128 })),
  order: Type.Optional(StringEnum(['asc', 'desc'] as const)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: AUDIT_LIMITS.maximum })),
  cursor: Type.Optional(Type.String({ maxLength: 256 })),
  format: Type.Optional(StringEnum(['json', 'ndjson'] as const)),
});
export type AuditQuery = Static<typeof AuditQuery>;

/** A page may hold fewer entries than asked for, or none: it goes on while `has_more`. */
export const AuditPage = Type.Object({
  items: Type.Array(AuditEntry),
  meta: Type.Object({ next_cursor: Nullable(Type.String()), has_more: Type.Boolean() }),
});
export type AuditPage = Static<typeof AuditPage>;

export const AUDIT_ENDPOINTS = {
  'audit.list': {
    method: 'GET',
    path: `${BASE}/audit`,
    summary: 'Who changed what: tasks, accounts, keys, queues, hooks, and who signed in.',
    access: { roles: ADMINS, scope: 'admin' },
    query: AuditQuery,
    answers: { 200: AuditPage },
  },
} as const satisfies Record<string, Endpoint>;
