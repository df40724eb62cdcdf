import type { Actor } from '../../src-shared/task/actor.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../store/database.ts';
import { findFeed } from '../sync/feed-position.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow } from '../tasks/task-row.ts';
import { writeTask } from '../tasks/write-task.ts';
import type { PieceLimits, PieceOutcome } from './piecewise-work.ts';
import type { QueueStore } from './queue-store.ts';
import { findRoutingWork, type RoutingWork, saveRoutingWork } from './routing-work.ts';

export interface RouteChunkDependencies {
  clock: Clock;
  queues: QueueStore;
}

const ROUTING: Actor = { kind: 'system', name: 'Routing' };

/** Does the next piece of the routing that a change of queues asked for, and writes down how far it came. */
export async function routeChunk(sql: Sql, dependencies: RouteChunkDependencies, limits: PieceLimits): Promise<PieceOutcome> {
  const work = await findRoutingWork(sql);
  if (work.state === 'done') return 'done';
  if (work.revision !== dependencies.queues.revision) return 'stale';
  if (work.state === 'requested') {
    if (await clearLostOverrides(sql, limits.tasks)) return 'more';
    await saveRoutingWork(sql, { ...work, state: 'running', until_seq: (await findFeed(sql)).seq, total_count: await countOpen(sql) });
    return 'more';
  }
  return routeTasks(sql, dependencies, limits, work);
}

async function routeTasks(sql: Sql, dependencies: RouteChunkDependencies, limits: PieceLimits, work: RoutingWork): Promise<PieceOutcome> {
  const rows = await sql.all<TaskRow>(
    `SELECT ${TASK_COLUMNS} FROM tasks WHERE seq > ? AND seq <= ? AND deleted = 0 AND status <> 'DONE' ORDER BY seq LIMIT ?`,
    [work.routed_seq, work.until_seq, limits.tasks],
  );
  if (rows.length === 0) {
    await saveRoutingWork(sql, { ...work, state: 'done', total_count: work.routed_count });
    return 'done';
  }
  const startedAt = performance.now();
  let routed = 0;
  let routedSeq = work.routed_seq;
  for (const row of rows) {
    if (routed > 0 && performance.now() - startedAt > limits.timeMs) break;
    await writeTask(sql, dependencies, { before: storedTaskOf(row), action: { type: 'route' }, actor: ROUTING });
    routed += 1;
    routedSeq = row.seq;
  }
  const routedCount = work.routed_count + routed;
  await saveRoutingWork(sql, {
    ...work,
    routed_seq: routedSeq,
    routed_count: routedCount,
    total_count: Math.max(work.total_count, routedCount),
  });
  return 'more';
}

/** Choices by hand for queues that are no more. Gives back whether there may be others left. */
async function clearLostOverrides(sql: Sql, maximum: number): Promise<boolean> {
  const lost = await findLostOverride(sql);
  if (lost === null) return false;
  await sql.run('UPDATE tasks SET queue_override = NULL WHERE uid IN (SELECT uid FROM tasks WHERE queue_override = ? LIMIT ?)', [
    lost,
    maximum,
  ]);
  return true;
}

/** From one queue to the next, however many tasks each has. */
async function findLostOverride(sql: Sql): Promise<string | null> {
  let after = '';
  for (;;) {
    const row = await sql.get<{ id: string | null; known: string | null }>(
      `SELECT o.id AS id, q.id AS known FROM (SELECT MIN(queue_override) AS id FROM tasks WHERE queue_override > ?) o
       LEFT JOIN queues q ON q.id = o.id`,
      [after],
    );
    if (!row || row.id === null) return null;
    if (row.known === null) return row.id;
    after = row.id;
  }
}

export async function countOpen(sql: Sql): Promise<number> {
  const row = await sql.get<{ open: number }>("SELECT COUNT(*) AS open FROM tasks WHERE deleted = 0 AND status <> 'DONE'");
  return row?.open ?? 0;
}
