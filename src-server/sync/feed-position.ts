import { randomUUID } from 'node:crypto';
import type { Sql } from '../store/database.ts';

export interface FeedPosition {
  epoch: string;
  /** The last feed number that was drawn. */
  seq: number;
}

/** Which database this is, and how far its feed goes. */
export async function findFeed(sql: Sql): Promise<FeedPosition> {
  const feed = await sql.get<FeedPosition>('SELECT epoch, seq FROM feed WHERE id = 1');
  if (!feed) throw new Error('the database was not migrated: it has no feed');
  return feed;
}

/**
 * Gives a restored database a new identity, once: replicas start over, and devices send again what the backup lacks.
 * Does nothing when the epoch is another one already.
 */
export async function renewEpoch(sql: Sql, oldEpoch: string): Promise<void> {
  await sql.run('UPDATE feed SET epoch = ? WHERE id = 1 AND epoch = ?', [randomUUID(), oldEpoch]);
  sql.notify('feed');
}
