import type { RoutingProgress } from '../../src-shared/http/queue-endpoints.ts';
import type { Sql } from '../store/database.ts';

/** The row that says in which queues open tasks are to be given the due dates of today's targets. */
export interface TargetWork {
  queueUids: readonly string[];
  state: 'requested' | 'running' | 'done';
  doneSeq: number;
  untilSeq: number;
  doneCount: number;
  totalCount: number;
}

interface TargetWorkRow {
  queue_uids: string;
  state: TargetWork['state'];
  done_seq: number;
  until_seq: number;
  done_count: number;
  total_count: number;
}

export async function findTargetWork(sql: Sql): Promise<TargetWork> {
  const row = await sql.get<TargetWorkRow>(
    'SELECT queue_uids, state, done_seq, until_seq, done_count, total_count FROM target_work WHERE id = 1',
  );
  if (!row) throw new Error('the database was not migrated: it has no target_work');
  return {
    queueUids: JSON.parse(row.queue_uids) as string[],
    state: row.state,
    doneSeq: row.done_seq,
    untilSeq: row.until_seq,
    doneCount: row.done_count,
    totalCount: row.total_count,
  };
}

export async function saveTargetWork(sql: Sql, work: TargetWork): Promise<void> {
  await sql.run(
    'UPDATE target_work SET queue_uids = ?, state = ?, done_seq = ?, until_seq = ?, done_count = ?, total_count = ? WHERE id = 1',
    [JSON.stringify(work.queueUids), work.state, work.doneSeq, work.untilSeq, work.doneCount, work.totalCount],
  );
}

/** Asks for these queues too; what is being done begins anew with them. */
export async function requestTargets(sql: Sql, queueUids: readonly string[]): Promise<TargetWork> {
  const before = await findTargetWork(sql);
  if (queueUids.length === 0) return before;
  const left = before.state === 'done' ? [] : before.queueUids;
  const work: TargetWork = {
    ...before,
    queueUids: [...new Set([...left, ...queueUids])],
    state: 'requested',
    doneSeq: 0,
    untilSeq: 0,
    doneCount: 0,
  };
  await saveTargetWork(sql, work);
  sql.notify('queues');
  return work;
}

export function targetProgressOf({ state, doneCount, totalCount }: TargetWork): RoutingProgress {
  return { running: state !== 'done', done: doneCount, total: totalCount };
}
