import type { QueuePreview, QueuePreviewRequest } from '../../src-shared/http/queue-endpoints.ts';
import { RoutingPreview } from '../../src-shared/queue/routing-preview.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import { presentCurrent } from '../tasks/dialects/present-task.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow } from '../tasks/task-row.ts';
import { listQueues } from './queue-rows.ts';

const SAMPLES = 20;
const CHUNK = 100;

/**
 * What would become of the open tasks, on the snapshot of this transaction. Lets others run after every chunk of tasks.
 * Throws an ApiError `unavailable` when it takes longer than `timeMs`.
 */
export async function previewRouting(sql: Sql, request: QueuePreviewRequest, timeMs: number): Promise<QueuePreview> {
  const preview = new RoutingPreview(await listQueues(sql), request);
  const samples: QueuePreview['samples'] = [];
  for await (const { task, queueOverride } of openTasks(sql, timeMs)) {
    const move = preview.add(task, queueOverride);
    if (move && samples.length < SAMPLES) samples.push({ ...presentCurrent(task), ...move });
  }
  const { open, matching, moving } = preview;
  return { open, matching, moving, moves: preview.moves(), samples };
}

async function* openTasks(sql: Sql, timeMs: number) {
  const startedAt = performance.now();
  let afterSeq = 0;
  for (;;) {
    const rows = await sql.all<TaskRow>(
      `SELECT ${TASK_COLUMNS} FROM tasks WHERE seq > ? AND deleted = 0 AND status <> 'DONE' ORDER BY seq LIMIT ?`,
      [afterSeq, CHUNK],
    );
    for (const row of rows) yield storedTaskOf(row);
    const last = rows.at(-1);
    if (!last || rows.length < CHUNK) return;
    afterSeq = last.seq;
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (performance.now() - startedAt > timeMs) {
      throw new ApiError('unavailable', 'The preview took too long: try again when less is going on.', { retryAfterSeconds: 5 });
    }
  }
}
