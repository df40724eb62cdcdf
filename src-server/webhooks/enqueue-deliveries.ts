import type { Task } from '../../src-shared/schema/task.ts';
import type { Step } from '../../src-shared/task/apply-action.ts';
import type { Sql } from '../store/database.ts';

/** Writes one delivery row per event and endpoint, in the transaction of the steps. */
export async function enqueueDeliveries(_sql: Sql, _write: { task: Task; steps: readonly Step[]; atMicros: number }): Promise<void> {
  // Webhooks are not built yet.
}
