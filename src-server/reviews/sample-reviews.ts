import { createHash } from 'node:crypto';
import type { JobWork } from '../maintenance/create-maintenance.ts';
import type { Sql } from '../store/database.ts';
import { readServerValue, writeServerValue } from '../store/server-values.ts';
import { findFeed } from '../sync/feed-position.ts';

const PERCENT = 'reviewPercent';
/** Up to which feed number completions were looked at. */
const MARK = 'reviewMark';
/** Feed numbers of one piece. */
const WINDOW = 2_000;

interface Completion {
  task_uid: string;
  version: number;
  queue_uid: string | null;
  assignee_uid: string | null;
  at: number;
}

export async function readReviewPercent(sql: Sql): Promise<number> {
  return Number((await readServerValue(sql, PERCENT)) ?? 0);
}

/** Counts for what is completed from now on: of what was before, nothing is drawn later. */
export async function setReviewPercent(sql: Sql, percent: number): Promise<void> {
  if ((await readReviewPercent(sql)) === 0) await writeServerValue(sql, MARK, String((await findFeed(sql)).seq));
  await writeServerValue(sql, PERCENT, String(percent));
}

/**
 * Draws a share of the tasks that were completed since the last time. Beside the write path, which knows nothing of it:
 * feed numbers become visible in their order, so nothing comes into a range that was looked at. Gives back whether there
 * is more.
 */
export async function sampleReviews({ database, write }: JobWork): Promise<boolean> {
  if ((await database.read(readReviewPercent)) === 0) return false;
  return write(async (sql) => {
    const percent = await readReviewPercent(sql);
    const { seq: end } = await findFeed(sql);
    const mark = Number((await readServerValue(sql, MARK)) ?? end);
    const upTo = Math.min(end, mark + WINDOW);
    if (percent === 0 || upTo <= mark) return false;
    const completed = await sql.all<Completion>(
      "SELECT task_uid, version, queue_uid, assignee_uid, at FROM history WHERE seq > ? AND seq <= ? AND step = 'complete' ORDER BY seq",
      [mark, upTo],
    );
    for (const completion of completed) {
      const { id, draw } = lotOf(completion);
      if (draw < percent) await insertReview(sql, id, completion);
    }
    await writeServerValue(sql, MARK, String(upTo));
    return upTo < end;
  });
}

/** By the completion alone, so that nobody can try again until a task is passed over; evenly from 0 up to 100. */
function lotOf({ task_uid, version }: Completion): { id: string; draw: number } {
  const hash = createHash('sha256')
    .update(JSON.stringify([task_uid, version]))
    .digest();
  return { id: `review_${hash.toString('base64url').slice(0, 16)}`, draw: (hash.readUInt32BE(24) / 2 ** 32) * 100 };
}

async function insertReview(sql: Sql, id: string, { task_uid, version, queue_uid, assignee_uid, at }: Completion): Promise<void> {
  await sql.run(
    `INSERT INTO reviews (id, task_uid, version, queue_uid, person_uid, completed_at, state) VALUES (?, ?, ?, ?, ?, ?, 'open')
     ON CONFLICT (id) DO NOTHING`,
    [id, task_uid, version, queue_uid, assignee_uid, at],
  );
}
