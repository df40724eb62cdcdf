import { type Static, Type } from 'typebox';
import { Nullable } from '../schema/nullable.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { Timestamp } from '../schema/timestamp.ts';
import { ServerBackup } from './backup-endpoints.ts';
import { ADMINS, BASE, type Endpoint } from './endpoint.ts';
import { ServerConfiguration, ServerSettingsChange } from './server-settings.ts';

const Health = Type.Object({ status: Type.Literal('ok'), version: Type.String() });

/** `running`: it has been begun, or whoever began it died. */
export const AuditVerification = Type.Object({
  state: StringEnum(['never', 'running', 'holds', 'broken'] as const),
  started_at: Nullable(Timestamp),
  finished_at: Nullable(Timestamp),
  seals: Type.Integer(),
  entries: Type.Integer(),
  /** Of the last seal. Noted elsewhere, it shows later that the whole chain was not made anew. */
  hash: Nullable(Type.String()),
  /** What is wrong, where it is broken. */
  problem: Nullable(Type.String()),
});
export type AuditVerification = Static<typeof AuditVerification>;

/** What runs, and how much it has to do. */
export const ServerState = Type.Object({
  version: Type.String(),
  node: Type.String(),
  started_at: Timestamp,
  memory_bytes: Type.Integer(),
  database: Type.Object({
    kind: StringEnum(['sqlite', 'postgres']),
    bytes: Type.Integer(),
    /** The newest migration. */
    migration: Type.String(),
    /** The feed's number: one for every write. */
    seq: Type.Integer(),
  }),
  tasks: Type.Object({ TODO: Type.Integer(), ASSIGNED: Type.Integer(), STARTED: Type.Integer(), DONE: Type.Integer() }),
  deliveries: Type.Object({ ready: Type.Integer(), waiting: Type.Integer() }),
  /** Open streams of this process. */
  streams: Type.Integer(),
  /** The newest that was made here; null on PostgreSQL, too. */
  last_backup: Nullable(ServerBackup as typeof ServerBackup & { type: string }),
  configuration: ServerConfiguration,
});
export type ServerState = Static<typeof ServerState>;

const OPERATION = { roles: ADMINS, scope: 'admin' } as const;

/** Most of them outside the base. */
export const SERVER_ENDPOINTS = {
  'health.live': {
    method: 'GET',
    path: '/health/live',
    summary: 'The process answers.',
    access: 'public',
    answersBeforeSetUp: true,
    answers: { 200: Health },
  },
  'health.ready': {
    method: 'GET',
    path: '/health/ready',
    summary: 'The database is reachable and migrated.',
    access: 'public',
    answersBeforeSetUp: true,
    answers: { 200: Health },
  },
  'metrics.get': {
    method: 'GET',
    path: '/metrics',
    summary: 'Figures for Prometheus, in its text format; off this machine with its token only.',
    access: 'public',
    contentType: 'text/plain',
    answers: { 200: Type.String() },
  },
  'docs.get': {
    method: 'GET',
    path: '/docs',
    summary: 'This description as a page for people.',
    access: 'public',
    contentType: 'text/html',
    answers: { 200: Type.String() },
  },
  'openapi.get': {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description.',
    access: 'public',
    answers: { 200: Type.Unsafe<object>({ type: 'object', additionalProperties: true }) },
  },
  'server.get': {
    method: 'GET',
    path: `${BASE}/server`,
    summary: 'Version, database, and how much there is to do.',
    access: OPERATION,
    answers: { 200: ServerState },
  },
  'server.change': {
    method: 'PATCH',
    path: `${BASE}/server`,
    summary: 'Sets what all processes of the server go by from then on; null: as they were started. 409 for what is fixed there.',
    isAudited: true,
    access: OPERATION,
    body: {
      schema: ServerSettingsChange,
    },
    answers: { 200: ServerConfiguration },
  },
  'server.auditVerification': {
    method: 'GET',
    path: `${BASE}/server/audit-verification`,
    summary: 'How the last reading of the whole audit log ended.',
    access: OPERATION,
    answers: { 200: AuditVerification },
  },
  'server.verifyAudit': {
    method: 'POST',
    path: `${BASE}/server/audit-verification`,
    summary: 'Begins to read the whole audit log and its seals; ask for the verification to hear how it ends.',
    isAudited: true,
    access: OPERATION,
    body: { schema: Type.Object({}), isOptional: true },
    answers: { 200: AuditVerification },
  },
} as const satisfies Record<string, Endpoint>;
