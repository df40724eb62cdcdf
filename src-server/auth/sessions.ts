import type { Session } from '../../src-shared/http/access-endpoints.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../store/database.ts';
import { hashToken, makeToken, type RandomBytes, SESSION_PREFIX } from './tokens.ts';

/** Longer than any absence that an operator's offline work survives without a sign-in would be for nothing. */
const SESSION_MICROS = 30 * 24 * 3_600_000_000;
/** How long an ended session is told apart from a token that never was. */
const KEPT_MICROS = 90 * 24 * 3_600_000_000;

export interface NewSession {
  token: string;
  expiresAtMicros: number;
}

export async function createSession(sql: Sql, clock: Clock, randomBytes: RandomBytes, userId: string): Promise<NewSession> {
  const token = makeToken(SESSION_PREFIX, randomBytes);
  const now = clock.nowMicros();
  const expiresAtMicros = now + SESSION_MICROS;
  await sql.run('INSERT INTO sessions (id, token_hash, user_id, created_at, expires_at) VALUES (?, ?, ?, ?, ?)', [
    `session_${randomBytes(9).toString('base64url')}`,
    hashToken(token),
    userId,
    now,
    expiresAtMicros,
  ]);
  return { token, expiresAtMicros };
}

export async function revokeSession(sql: Sql, clock: Clock, sessionId: string): Promise<void> {
  await sql.run('UPDATE sessions SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', [clock.nowMicros(), sessionId]);
  sql.notify('people');
}

/** `exceptId`: the one that goes on. */
export async function revokeSessionsOf(sql: Sql, clock: Clock, userId: string, exceptId: string | null): Promise<void> {
  await sql.run('UPDATE sessions SET revoked_at = ? WHERE user_id = ? AND id <> ? AND revoked_at IS NULL', [
    clock.nowMicros(),
    userId,
    exceptId ?? '',
  ]);
  sql.notify('people');
}

interface SessionRow {
  id: string;
  user_id: string;
  created_at: number;
  expires_at: number;
  last_used_at: number | null;
}

/** Those that still let somebody in, newest first. */
export async function listSessions(sql: Sql, clock: Clock, userId: string, currentId: string | null): Promise<Session[]> {
  const rows = await sql.all<SessionRow>(
    `SELECT id, user_id, created_at, expires_at, last_used_at FROM sessions
     WHERE user_id = ? AND revoked_at IS NULL AND expires_at > ? ORDER BY created_at DESC, id`,
    [userId, clock.nowMicros()],
  );
  return rows.map((row) => ({
    id: row.id,
    user_id: row.user_id,
    created_at: formatTimestamp(row.created_at),
    expires_at: formatTimestamp(row.expires_at),
    last_used_at: row.last_used_at === null ? null : formatTimestamp(row.last_used_at),
    current: row.id === currentId,
  }));
}

/** Whose session that is, while it lets somebody in; else null. */
export async function findSessionOwner(sql: Sql, clock: Clock, sessionId: string): Promise<string | null> {
  const row = await sql.get<{ user_id: string }>('SELECT user_id FROM sessions WHERE id = ? AND revoked_at IS NULL AND expires_at > ?', [
    sessionId,
    clock.nowMicros(),
  ]);
  return row?.user_id ?? null;
}

/** Forgets sessions that ended long ago. Gives back how many; call again until 0. */
export function pruneSessions(sql: Sql, nowMicros: number, limit = 500): Promise<number> {
  return sql.run('DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < ? ORDER BY expires_at LIMIT ?)', [
    nowMicros - KEPT_MICROS,
    limit,
  ]);
}
