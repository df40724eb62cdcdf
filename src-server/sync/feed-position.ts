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

/** The feed's end in a transaction that draws numbers: written back once, however many it draws. */
interface Counter {
  seq: number;
  at: number;
  isDrawnFrom: boolean;
}

const counters = new WeakMap<Sql, Promise<Counter>>();
/** The same once they were read: whoever writes many tasks need not wait for each number. */
const countersAtHand = new WeakMap<Sql, Counter>();

/** Which database this is, how far its feed goes, and how far back. */
export async function findFeed(sql: Sql): Promise<FeedState> {
  const feed = await sql.get<FeedPosition & { pruned_seq: number }>('SELECT epoch, seq, pruned_seq FROM feed WHERE id = 1');
  if (!feed) throw new Error('the database was not migrated: it has no feed');
  const drawn = await counters.get(sql);
  return { epoch: feed.epoch, seq: drawn?.seq ?? feed.seq, prunedSeq: feed.pruned_seq };
}

/**
 * Whoever writes does so alone, over all processes: numbers become visible in the order in which they were drawn. Whoever
 * changes tasks with it notifies `feed` too.
 */
export async function drawFeedNumber(sql: Sql): Promise<number> {
  const counter = await counterOf(sql);
  return drawFrom(sql, counter);
}

export interface FeedPlace {
  seq: number;
  /** The latest moment of all writes so far: unlike the clock it never goes back. */
  feedAt: number;
}

/** A feed number for a task that was written at this moment. Throws where nobody has read the feed's end in this transaction. */
export function drawFeedPlace(sql: Sql, atMicros: number): FeedPlace {
  const counter = countersAtHand.get(sql);
  if (!counter) throw new Error('a feed number was drawn before the end of the feed was read');
  counter.at = Math.max(counter.at, atMicros);
  return { seq: drawFrom(sql, counter), feedAt: counter.at };
}

export function isFeedEndAtHand(sql: Sql): boolean {
  return countersAtHand.has(sql);
}

/** Reads where the feed ends, for those who draw from it later in this transaction. */
export async function readFeedEnd(sql: Sql): Promise<void> {
  await counterOf(sql);
}

function drawFrom(sql: Sql, counter: Counter): number {
  if (!counter.isDrawnFrom) {
    counter.isDrawnFrom = true;
    sql.beforeCommit(async () => sql.send('UPDATE feed SET seq = ?, at = ? WHERE id = 1', [counter.seq, counter.at]));
  }
  counter.seq += 1;
  return counter.seq;
}

function counterOf(sql: Sql): Promise<Counter> {
  const known = counters.get(sql);
  if (known) return known;
  const read = readCounter(sql);
  counters.set(sql, read);
  return read;
}

async function readCounter(sql: Sql): Promise<Counter> {
  const end = await sql.get<{ seq: number; at: number }>('SELECT seq, at FROM feed WHERE id = 1');
  if (!end) throw new Error('the database was not migrated: it has no feed');
  const counter = { ...end, isDrawnFrom: false };
  countersAtHand.set(sql, counter);
  return counter;
}

/**
 * Gives a restored database a new identity, once: replicas start over, and devices send again what the backup lacks.
 * Does nothing when the epoch is another one already.
 */
export async function renewEpoch(sql: Sql, oldEpoch: string): Promise<void> {
  await sql.run('UPDATE feed SET epoch = ? WHERE id = 1 AND epoch = ?', [randomUUID(), oldEpoch]);
  sql.notify('feed');
}
