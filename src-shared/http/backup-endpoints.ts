import { type Static, Type } from 'typebox';
import { Nullable } from '../schema/nullable.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { Timestamp } from '../schema/timestamp.ts';
import { ADMINS, BASE, type Endpoint } from './endpoint.ts';

/** A copy of the database, in a file beside it. */
export const ServerBackup = Type.Object({
  name: Type.String(),
  /** On the server's disk. */
  file: Type.String(),
  bytes: Type.Integer(),
  created_at: Timestamp,
});
export type ServerBackup = Static<typeof ServerBackup>;

/** What putting a backup back would undo. */
export const BackupDifference = Type.Object({
  /** The moment of the last change in it; null: nothing ever happened in it. */
  up_to: Nullable(Timestamp),
  /** Tasks that it does not have. */
  new_tasks: Type.Integer(),
  changed_tasks: Type.Integer(),
  /** Changes of settings, people and keys since then. */
  other_changes: Type.Integer(),
  /** Whether it is an earlier state of this database. People, their sessions and API keys then stay as they are. */
  is_ours: Type.Boolean(),
  /** Whether secrets in it can be read with this server's key; otherwise webhooks and connectors need theirs anew. */
  opens_secrets: Type.Boolean(),
  /** Why it cannot be put back: made by a newer server, or nobody in it could administer it. */
  refusal: Nullable(StringEnum(['newer', 'no_admin'])),
});
export type BackupDifference = Static<typeof BackupDifference>;

/** How the last restore since the process began goes, or went. */
export const Restoration = Type.Object({
  state: StringEnum(['none', 'preparing', 'replacing', 'done', 'failed']),
  /** Of the backup. */
  name: Nullable(Type.String()),
  started_at: Nullable(Timestamp),
  finished_at: Nullable(Timestamp),
  /** Why it failed: the database is the one that was there before. */
  problem: Nullable(Type.String()),
  /** The backup that the replaced database is now. */
  kept_as: Nullable(Type.String()),
});
export type Restoration = Static<typeof Restoration>;

/** What is sent of a backup at a time. */
export const UPLOAD_PIECE_BYTES = 8 * 1024 * 1024;
export const UPLOAD_MAXIMUM_BYTES = 64 * 1024 ** 3;

const UploadState = Type.Object({
  /** How much of it has arrived: where the next piece begins. */
  received: Type.Integer(),
  /** Once all of it arrived and was read through. */
  backup: Nullable(ServerBackup as typeof ServerBackup & { type: string }),
});

const BackupName = Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }) });
const Whole = Type.String({ pattern: '^[0-9]{1,12}$' });
const OPERATION = { roles: ADMINS, scope: 'admin' } as const;
const NOTHING = { schema: Type.Object({}), isOptional: true } as const;

/** Copies of a SQLite database: made, taken along, brought, put back. */
export const BACKUP_ENDPOINTS = {
  'server.backUp': {
    method: 'POST',
    path: `${BASE}/server/backups`,
    summary: 'Copies the SQLite database to a file beside it, checked, while everybody works on. 409 on PostgreSQL.',
    isAudited: true,
    access: OPERATION,
    body: NOTHING,
    answers: { 200: ServerBackup },
  },
  'server.backups': {
    method: 'GET',
    path: `${BASE}/server/backups`,
    summary: 'The copies that were made or brought here, newest first.',
    access: OPERATION,
    answers: { 200: Type.Object({ items: Type.Array(ServerBackup) }) },
  },
  'server.downloadBackup': {
    method: 'GET',
    path: `${BASE}/server/backups/:name/download`,
    summary: 'A copy of the database as a file. Secrets in it are encrypted; their key is not in it.',
    isAudited: true,
    access: OPERATION,
    parameters: BackupName,
    contentType: 'application/octet-stream',
    answers: { 200: Type.String() },
  },
  'server.deleteBackup': {
    method: 'DELETE',
    path: `${BASE}/server/backups/:name`,
    summary: 'Removes a copy from the disk of the server.',
    isAudited: true,
    access: OPERATION,
    parameters: BackupName,
    answers: { 204: null },
  },
  'server.uploadBackup': {
    method: 'PUT',
    path: `${BASE}/server/backup-upload`,
    summary:
      'The next piece of a backup from elsewhere, as bytes; `upload` is any UUID of the sender. With the last piece it is read through, and becomes a backup of this server if it is whole. 409 with `details.received` when the piece begins elsewhere.',
    isAudited: true,
    access: OPERATION,
    query: Type.Object({ upload: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }), offset: Whole, total: Whole }),
    body: { schema: Type.Object({}), isRaw: true, limitBytes: UPLOAD_PIECE_BYTES },
    answers: { 200: UploadState },
  },
  'server.compareBackup': {
    method: 'GET',
    path: `${BASE}/server/backups/:name/difference`,
    summary: 'What putting this backup back would undo. Reads all of it.',
    access: OPERATION,
    parameters: BackupName,
    answers: { 200: BackupDifference },
  },
  'server.restoreBackup': {
    method: 'POST',
    path: `${BASE}/server/backups/:name/restore`,
    summary:
      'Begins to put a backup in the place of the database, which is kept as a backup: prepared while everybody works on, then the server stops serving for some seconds. `confirm` is its name again. Ask for the restoration to hear how it goes.',
    isAudited: true,
    access: OPERATION,
    parameters: BackupName,
    body: { schema: Type.Object({ confirm: Type.String() }, { additionalProperties: false }) },
    answers: { 200: Restoration },
  },
  'server.restoration': {
    method: 'GET',
    path: `${BASE}/server/restoration`,
    summary: 'How the last restore goes, or went.',
    access: OPERATION,
    answers: { 200: Restoration },
  },
  'server.renewIdentity': {
    method: 'POST',
    path: `${BASE}/server/restoration`,
    summary:
      'To be called after the tools of a PostgreSQL have put it back: gives the database a new identity, so that replicas start over and consoles send again what it lacks.',
    isAudited: true,
    access: OPERATION,
    body: NOTHING,
    answers: { 204: null },
  },
} as const satisfies Record<string, Endpoint>;
