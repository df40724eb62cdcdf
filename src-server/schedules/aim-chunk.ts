import type { Actor } from '../../src-shared/task/actor.ts';
import type { PieceLimits, PieceOutcome } from '../queues/piecewise-work.ts';
import { countOpen } from '../queues/route-chunk.ts';
import type { Sql } from '../store/database.ts';
import { findFeed } from '../sync/feed-position.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow } from '../tasks/task-row.ts';
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
      await saveTargetWork(sql, { ...work, state: 'running', untilSeq: (await findFeed(sql)).seq, totalCount: await countOpen(sql) });
      return 'more';
    case 'running':
      return aimTasks(sql, dependencies, limits, work);
  }
}

async function aimTasks(sql: Sql, dependencies: WriteDependencies, limits: PieceLimits, work: TargetWork): Promise<PieceOutcome> {
  const rows = await sql.all<TaskRow>(
    `SELECT ${TASK_COLUMNS} FROM tasks WHERE seq > ? AND seq <= ? AND deleted = 0 AND status <> 'DONE' ORDER BY seq LIMIT ?`,
    [work.doneSeq, work.untilSeq, limits.tasks],
  );
  if (rows.length === 0) {
    await saveTargetWork(sql, { ...work, queueUids: [], state: 'done', totalCount: work.doneCount });
    return 'done';
  }
  const startedAt = performance.now();
  let { doneCount, doneSeq } = work;
  for (const row of rows) {
    if (doneCount > work.doneCount && performance.now() - startedAt > limits.timeMs) break;
    if (row.queue_uid !== null && work.queueUids.includes(row.queue_uid)) {
      await writeTask(sql, dependencies, { before: storedTaskOf(row), action: { type: 'aim' }, actor: TARGETS });
    }
    doneCount += 1;
    doneSeq = row.seq;
  }
  await saveTargetWork(sql, { ...work, doneSeq, doneCount, totalCount: Math.max(work.totalCount, doneCount) });
  return 'more';
}
