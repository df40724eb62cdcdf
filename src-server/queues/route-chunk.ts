import type { Actor } from '../../src-shared/task/actor.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../store/database.ts';
import { findFeed } from '../sync/feed-position.ts';
import { storedTaskOf } from '../tasks/task-row.ts';
import { writeTask } from '../tasks/write-task.ts';
import { countOpenTasks, walkOpenTasks } from './open-tasks.ts';
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
    await saveRoutingWork(sql, { ...work, state: 'running', until_seq: (await findFeed(sql)).seq, total_count: await countOpenTasks(sql) });
    return 'more';
  }
  return routeTasks(sql, dependencies, limits, work);
}

async function routeTasks(sql: Sql, dependencies: RouteChunkDependencies, limits: PieceLimits, work: RoutingWork): Promise<PieceOutcome> {
  const { count, lastSeq } = await walkOpenTasks(sql, { afterSeq: work.routed_seq, untilSeq: work.until_seq }, limits, (row) =>
    writeTask(sql, dependencies, { before: storedTaskOf(row), action: { type: 'route' }, actor: ROUTING }),
  );
  if (count === 0) {
    await saveRoutingWork(sql, { ...work, state: 'done', total_count: work.routed_count });
    return 'done';
  }
  const routedCount = work.routed_count + count;
  await saveRoutingWork(sql, {
    ...work,
    routed_seq: lastSeq,
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
