import type { Sql } from '../store/database.ts';

export interface WorkCounts {
  tasks: { status: string; many: number }[];
  /** `ready`: of each task and endpoint the first one; `waiting`: those behind it. */
  deliveries: { state: string; many: number }[];
}

/** Each part is counted in an index, without a look at the rows. */
export const COUNT_TASKS = ['TODO', 'ASSIGNED', 'STARTED', 'DONE']
  .map((status) => `SELECT '${status}' AS status, COUNT(*) AS many FROM tasks WHERE deleted = 0 AND status = '${status}'`)
  .join(' UNION ALL ');
export const COUNT_DELIVERIES = ['ready', 'waiting']
  .map((state) => `SELECT '${state}' AS state, COUNT(*) AS many FROM deliveries WHERE state = '${state}'`)
  .join(' UNION ALL ');

export async function countWork(sql: Sql): Promise<WorkCounts> {
  return { tasks: await sql.all(COUNT_TASKS), deliveries: await sql.all(COUNT_DELIVERIES) };
}
