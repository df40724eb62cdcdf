import { randomUUID } from 'node:crypto';
import type { RoutingProgress } from '../../src-shared/http/queue-endpoints.ts';
import type { Sql } from '../store/database.ts';

/** The row that says which queues there are, and which open tasks are still to be routed by them. */
export interface RoutingWork {
  revision: string;
  state: 'requested' | 'running' | 'done';
  requested_at: number;
  routed_seq: number;
  until_seq: number;
  routed_count: number;
  total_count: number;
}

export async function findRoutingWork(sql: Sql): Promise<RoutingWork> {
  const work = await sql.get<RoutingWork>(
    'SELECT revision, state, requested_at, routed_seq, until_seq, routed_count, total_count FROM queue_routing WHERE id = 1',
  );
  if (!work) throw new Error('the database was not migrated: it has no queue_routing');
  return work;
}

export async function saveRoutingWork(sql: Sql, work: RoutingWork): Promise<void> {
  await sql.run(
    `UPDATE queue_routing SET revision = ?, state = ?, requested_at = ?, routed_seq = ?, until_seq = ?, routed_count = ?, total_count = ?
     WHERE id = 1`,
    [work.revision, work.state, work.requested_at, work.routed_seq, work.until_seq, work.routed_count, work.total_count],
  );
}

/** A queue was changed: everybody reads them again, and routing starts over if the change can move tasks. */
export async function noteQueueChange(sql: Sql, { movesTasks, nowMicros }: { movesTasks: boolean; nowMicros: number }): Promise<void> {
  const work = { ...(await findRoutingWork(sql)), revision: randomUUID() };
  if (movesTasks) {
    // The total stays until the work begins: there are about as many open tasks as the last time.
    Object.assign(work, { state: 'requested', requested_at: nowMicros, routed_seq: 0, until_seq: 0, routed_count: 0 });
  }
  await saveRoutingWork(sql, work);
  sql.notify('queues');
}

export function progressOf(work: RoutingWork): RoutingProgress {
  return { running: work.state !== 'done', done: work.routed_count, total: work.total_count };
}
