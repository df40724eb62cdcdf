import { randomUUID } from 'node:crypto';
import type { Sql } from '../store/database.ts';

export interface FeedPosition {
  epoch: string;
  /** The last feed number that was drawn. */
  seq: number;
}

export interface FeedState extends FeedPosition {
  /** Exits up to this feed number may be gone. */
  prunedSeq: number;
}

/** Which database this is, how far its feed goes, and how far back. */
export async function findFeed(sql: Sql): Promise<FeedState> {
  const feed = await sql.get<FeedPosition & { pruned_seq: number }>('SELECT epoch, seq, pruned_seq FROM feed WHERE id = 1');
  if (!feed) throw new Error('the database was not migrated: it has no feed');
  return { epoch: feed.epoch, seq: feed.seq, prunedSeq: feed.pruned_seq };
}

/**
 * The counter's row stays locked until the commit: numbers become visible in the order in which they were drawn. Whoever
 * changes tasks with it notifies `feed` too.
 */
export async function drawFeedNumber(sql: Sql): Promise<number> {
  const row = await sql.get<{ seq: number }>('UPDATE feed SET seq = seq + 1 WHERE id = 1 RETURNING seq');
  if (!row) throw new Error('the database was not migrated: it has no feed');
  return row.seq;
}

export interface FeedPlace {
  seq: number;
  /** The latest moment of all writes so far: unlike the clock it never goes back. */
  feedAt: number;
}

/** A feed number for a task that was written at this moment. */
export async function drawFeedPlace(sql: Sql, atMicros: number): Promise<FeedPlace> {
  const row = await sql.get<{ seq: number; at: number }>(
    'UPDATE feed SET seq = seq + 1, at = CASE WHEN at < ? THEN ? ELSE at END WHERE id = 1 RETURNING seq, at',
    [atMicros, atMicros],
  );
  if (!row) throw new Error('the database was not migrated: it has no feed');
  return { seq: row.seq, feedAt: row.at };
}

/**
 * Gives a restored database a new identity, once: replicas start over, and devices send again what the backup lacks.
 * Does nothing when the epoch is another one already.
 */
export async function renewEpoch(sql: Sql, oldEpoch: string): Promise<void> {
  await sql.run('UPDATE feed SET epoch = ? WHERE id = 1 AND epoch = ?', [randomUUID(), oldEpoch]);
  sql.notify('feed');
}
