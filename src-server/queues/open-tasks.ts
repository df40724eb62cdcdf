import type { Sql } from '../store/database.ts';
import { TASK_COLUMNS, type TaskRow } from '../tasks/task-row.ts';
import type { PieceLimits } from './piecewise-work.ts';

export interface WalkedPiece {
  /** 0: there are no more. */
  count: number;
  /** The feed number of the last task that was visited. */
  lastSeq: number;
}

/** Visits the next open tasks along the feed, after one number and up to another: at least one, where there is one. */
export async function walkOpenTasks(
  sql: Sql,
  { afterSeq, untilSeq }: { afterSeq: number; untilSeq: number },
  limits: PieceLimits,
  visit: (row: TaskRow) => Promise<unknown>,
): Promise<WalkedPiece> {
  const rows = await sql.all<TaskRow>(
    `SELECT ${TASK_COLUMNS} FROM tasks WHERE seq > ? AND seq <= ? AND deleted = 0 AND status <> 'DONE' ORDER BY seq LIMIT ?`,
    [afterSeq, untilSeq, limits.tasks],
  );
  const startedAt = performance.now();
  const walked = { count: 0, lastSeq: afterSeq };
  for (const row of rows) {
    if (walked.count > 0 && performance.now() - startedAt > limits.timeMs) break;
    await visit(row);
    walked.count += 1;
    walked.lastSeq = row.seq;
  }
  return walked;
}

export async function countOpenTasks(sql: Sql): Promise<number> {
  const row = await sql.get<{ open: number }>("SELECT COUNT(*) AS open FROM tasks WHERE deleted = 0 AND status <> 'DONE'");
  return row?.open ?? 0;
}
