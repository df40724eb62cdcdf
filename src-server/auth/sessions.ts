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

/** Forgets sessions that ended long ago. Gives back how many; call again until 0. */
export function pruneSessions(sql: Sql, nowMicros: number, limit = 500): Promise<number> {
  return sql.run('DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < ? ORDER BY expires_at LIMIT ?)', [
    nowMicros - KEPT_MICROS,
    limit,
  ]);
}
