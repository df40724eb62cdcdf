import type { UserRole } from '../../src-shared/schema/user.ts';
import { hashToken, type RandomBytes } from '../auth/tokens.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../store/database.ts';

export type LinkPurpose = 'invitation' | 'passwordReset';

export interface OneTimeLink {
  id: string;
  userId: string | null;
  email: string;
  role: UserRole | null;
  skills: string[];
  createdAtMicros: number;
  expiresAtMicros: number;
}

export interface NewLink {
  purpose: LinkPurpose;
  token: string;
  userId: string | null;
  email: string;
  role: UserRole | null;
  skills: readonly string[];
  validMicros: number;
}

interface LinkRow {
  id: string;
  user_id: string | null;
  email: string;
  role: UserRole | null;
  skills: string | null;
  created_at: number;
  expires_at: number;
}

const SELECT = 'SELECT id, user_id, email, role, skills, created_at, expires_at FROM one_time_links';

/** Earlier links of this purpose for the address are of no use any more. */
export async function createLink(sql: Sql, clock: Clock, randomBytes: RandomBytes, link: NewLink): Promise<OneTimeLink> {
  const nowMicros = clock.nowMicros();
  const { purpose, email } = link;
  await endLinks(sql, { purpose, email, nowMicros });
  const id = `link_${randomBytes(9).toString('base64url')}`;
  const expiresAtMicros = nowMicros + link.validMicros;
  await sql.run(
    `INSERT INTO one_time_links (id, token_hash, purpose, user_id, email, role, skills, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, hashToken(link.token), purpose, link.userId, email, link.role, JSON.stringify(link.skills), nowMicros, expiresAtMicros],
  );
  return { id, userId: link.userId, email, role: link.role, skills: [...link.skills], createdAtMicros: nowMicros, expiresAtMicros };
}

/** Null when it is unknown, was used or withdrawn, or has expired: nobody is told which. */
export async function findLink(sql: Sql, clock: Clock, purpose: LinkPurpose, token: string): Promise<OneTimeLink | null> {
  const row = await sql.get<LinkRow>(`${SELECT} WHERE token_hash = ? AND purpose = ? AND ended_at IS NULL AND expires_at > ?`, [
    hashToken(token),
    purpose,
    clock.nowMicros(),
  ]);
  return row ? linkOf(row) : null;
}

/** Newest first. */
export async function listLinks(sql: Sql, clock: Clock, purpose: LinkPurpose): Promise<OneTimeLink[]> {
  const rows = await sql.all<LinkRow>(`${SELECT} WHERE purpose = ? AND ended_at IS NULL AND expires_at > ? ORDER BY created_at DESC, id`, [
    purpose,
    clock.nowMicros(),
  ]);
  return rows.map(linkOf);
}

/** Gives back whether there was one that could still be used. */
export async function endLink(sql: Sql, clock: Clock, purpose: LinkPurpose, id: string): Promise<boolean> {
  const now = clock.nowMicros();
  const ended = await sql.run(
    'UPDATE one_time_links SET ended_at = ? WHERE id = ? AND purpose = ? AND ended_at IS NULL AND expires_at > ?',
    [now, id, purpose, now],
  );
  return ended === 1;
}

/** All of a purpose for an address. */
export async function endLinks(sql: Sql, links: { purpose: LinkPurpose; email: string; nowMicros: number }): Promise<void> {
  const { purpose, email, nowMicros } = links;
  await sql.run('UPDATE one_time_links SET ended_at = ? WHERE email = ? AND purpose = ? AND ended_at IS NULL', [nowMicros, email, purpose]);
}

const KEPT_MICROS = 30 * 24 * 3_600_000_000;

/** Forgets links that are of no use for long. Gives back how many; call again until 0. */
export function pruneLinks(sql: Sql, nowMicros: number, limit = 500): Promise<number> {
  return sql.run('DELETE FROM one_time_links WHERE id IN (SELECT id FROM one_time_links WHERE expires_at < ? LIMIT ?)', [
    nowMicros - KEPT_MICROS,
    limit,
  ]);
}

function linkOf(row: LinkRow): OneTimeLink {
  const skills = row.skills === null ? [] : (JSON.parse(row.skills) as string[]);
  const { id, email, role } = row;
  return { id, userId: row.user_id, email, role, skills, createdAtMicros: row.created_at, expiresAtMicros: row.expires_at };
}
