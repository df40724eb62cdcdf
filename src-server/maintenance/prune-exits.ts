import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { Sql } from '../store/database.ts';
import { findFeed } from '../sync/feed-position.ts';

const DAY_MICROS = 24 * 3_600_000_000;
/** The longest supported time offline: a replica that was away for longer starts over. */
const KEPT_MICROS = SYNC_LIMITS.ledgerDays * DAY_MICROS;
const MARK_EVERY_MICROS = DAY_MICROS / 2;

/**
 * Forgets which tasks left whose scope, where that is longer ago than a replica may be away, and notes how far in the
 * feed: pulls from before that are answered `resync`. Gives back how many it forgot; call again until 0.
 */
export async function pruneExits(sql: Sql, nowMicros: number, limit = 1_000): Promise<number> {
  await markFeed(sql, nowMicros);
  const mark = await sql.get<{ at: number; seq: number }>('SELECT at, seq FROM feed_marks WHERE at <= ? ORDER BY at DESC LIMIT 1', [
    nowMicros - KEPT_MICROS,
  ]);
  if (!mark) return 0;
  // Before the first exit goes, and in its transaction.
  await sql.run('UPDATE feed SET pruned_seq = ? WHERE id = 1 AND pruned_seq < ?', [mark.seq, mark.seq]);
  await sql.run('DELETE FROM feed_marks WHERE at < ?', [mark.at]);
  return sql.run(
    `DELETE FROM task_exits WHERE (token, task_uid) IN (SELECT token, task_uid FROM task_exits WHERE seq <= ? ORDER BY seq LIMIT ?)`,
    [mark.seq, limit],
  );
}

/** From today on, this is how old the feed's numbers are. */
async function markFeed(sql: Sql, nowMicros: number): Promise<void> {
  const recent = await sql.get('SELECT 1 AS one FROM feed_marks WHERE at > ? AND at <= ? LIMIT 1', [
    nowMicros - MARK_EVERY_MICROS,
    nowMicros,
  ]);
  if (recent) return;
  const { seq } = await findFeed(sql);
  await sql.run('INSERT INTO feed_marks (at, seq) VALUES (?, ?) ON CONFLICT (at) DO NOTHING', [nowMicros, seq]);
}
