import type { Actor } from '../../src-shared/task/actor.ts';
import { countOpenTasks, walkOpenTasks } from '../queues/open-tasks.ts';
import type { PieceLimits, PieceOutcome } from '../queues/piecewise-work.ts';
import type { Sql } from '../store/database.ts';
import { findFeed } from '../sync/feed-position.ts';
import { storedTaskOf } from '../tasks/task-row.ts';
import { type WriteDependencies, writeTask } from '../tasks/write-task.ts';
import { findTargetWork, saveTargetWork, type TargetWork } from './target-work.ts';

const TARGETS: Actor = { kind: 'system', name: 'Queue target' };

/** Gives the next open tasks the due dates of today's targets, as far as they have none of their own, and writes down how far it came. */
export async function aimChunk(sql: Sql, dependencies: WriteDependencies, limits: PieceLimits): Promise<PieceOutcome> {
  const work = await findTargetWork(sql);
  switch (work.state) {
    case 'done':
      return 'done';
    case 'requested':
      await saveTargetWork(sql, { ...work, state: 'running', untilSeq: (await findFeed(sql)).seq, totalCount: await countOpenTasks(sql) });
      return 'more';
    case 'running':
      return aimTasks(sql, dependencies, limits, work);
  }
}

async function aimTasks(sql: Sql, dependencies: WriteDependencies, limits: PieceLimits, work: TargetWork): Promise<PieceOutcome> {
  const { count, lastSeq } = await walkOpenTasks(sql, { afterSeq: work.doneSeq, untilSeq: work.untilSeq }, limits, async (row) => {
    if (row.queue_uid === null || !work.queueUids.includes(row.queue_uid)) return;
    await writeTask(sql, dependencies, { before: storedTaskOf(row), action: { type: 'aim' }, actor: TARGETS });
  });
  if (count === 0) {
    await saveTargetWork(sql, { ...work, queueUids: [], state: 'done', totalCount: work.doneCount });
    return 'done';
  }
  const doneCount = work.doneCount + count;
  await saveTargetWork(sql, { ...work, doneSeq: lastSeq, doneCount, totalCount: Math.max(work.totalCount, doneCount) });
  return 'more';
}
