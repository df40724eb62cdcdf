import type { ApiKeyScope } from '../../src-shared/http/endpoint.ts';
import type { ApiKey, CreatedApiKey, NewApiKey } from '../../src-shared/schema/api-key.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Clock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import { API_KEY_PREFIX, hashToken, makeToken, type RandomBytes } from './tokens.ts';

export interface ApiKeyRow {
  id: string;
  name: string;
  source: string;
  scopes: string;
  created_at: number;
  last_used_at: number | null;
}

export const API_KEY_COLUMNS = 'id, name, source, scopes, created_at, last_used_at';

export interface KeyDependencies {
  clock: Clock;
  randomBytes: RandomBytes;
}

export async function listApiKeys(sql: Sql): Promise<ApiKey[]> {
  const rows = await sql.all<ApiKeyRow>(`SELECT ${API_KEY_COLUMNS} FROM api_keys WHERE revoked_at IS NULL ORDER BY created_at, id`);
  return rows.map(apiKeyOf);
}

/** `key`: a secret that somebody chose, at the first start of a server; otherwise one is made. */
export async function createApiKey(
  sql: Sql,
  { clock, randomBytes }: KeyDependencies,
  wanted: NewApiKey,
  key?: string,
): Promise<CreatedApiKey> {
  const id = `key_${randomBytes(9).toString('base64url')}`;
  const secret = key ?? makeToken(API_KEY_PREFIX, randomBytes);
  const source = wanted.source ?? id;
  const now = clock.nowMicros();
  await sql.run('INSERT INTO api_keys (id, name, source, scopes, secret_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)', [
    id,
    wanted.name,
    source,
    JSON.stringify(wanted.scopes),
    hashToken(secret),
    now,
  ]);
  return { id, name: wanted.name, source, scopes: wanted.scopes, created_at: formatTimestamp(now), last_used_at: null, key: secret };
}

/** The old secret stops working with the commit. Throws an ApiError `not_found`. */
export async function rotateApiKey(sql: Sql, { randomBytes }: KeyDependencies, id: string): Promise<CreatedApiKey> {
  const key = await findApiKey(sql, id);
  const secret = makeToken(API_KEY_PREFIX, randomBytes);
  await sql.run('UPDATE api_keys SET secret_hash = ? WHERE id = ?', [hashToken(secret), id]);
  sql.notify('people');
  return { ...key, key: secret };
}

/** Throws an ApiError `not_found`. */
export async function revokeApiKey(sql: Sql, { clock }: KeyDependencies, id: string): Promise<void> {
  await findApiKey(sql, id);
  await sql.run('UPDATE api_keys SET revoked_at = ? WHERE id = ?', [clock.nowMicros(), id]);
  sql.notify('people');
}

async function findApiKey(sql: Sql, id: string): Promise<ApiKey> {
  const row = await sql.get<ApiKeyRow>(`SELECT ${API_KEY_COLUMNS} FROM api_keys WHERE id = ? AND revoked_at IS NULL`, [id]);
  if (!row) throw new ApiError('not_found', 'There is no such key.');
  return apiKeyOf(row);
}

function apiKeyOf(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    source: row.source,
    scopes: JSON.parse(row.scopes) as ApiKeyScope[],
    created_at: formatTimestamp(row.created_at),
    last_used_at: row.last_used_at === null ? null : formatTimestamp(row.last_used_at),
  };
}
