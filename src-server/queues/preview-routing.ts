import type { QueuePreview, QueuePreviewRequest } from '../../src-shared/http/queue-endpoints.ts';
import { compileCondition } from '../../src-shared/queue/condition.ts';
import { ConditionSubject } from '../../src-shared/queue/condition-subject.ts';
import type { Queue } from '../../src-shared/schema/queue.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import { presentCurrent } from '../tasks/dialects/present-task.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow } from '../tasks/task-row.ts';
import { lastPriority } from './queue-commands.ts';
import { listQueues } from './queue-rows.ts';
import { compileRules } from './routing-rules.ts';

/** Stands for a queue that has no id yet. */
export const PREVIEWED_QUEUE_ID = '~new';
const SAMPLES = 20;
const CHUNK = 100;

/**
 * What would become of the open tasks, on the snapshot of this transaction. Lets others run after every chunk of tasks.
 * Throws an ApiError `unavailable` when it takes longer than `timeMs`.
 */
export async function previewRouting(sql: Sql, request: QueuePreviewRequest, timeMs: number): Promise<QueuePreview> {
  const queues = await listQueues(sql);
  const { queue, others } = changedQueue(queues, request);
  const rules = compileRules([...others, queue]);
  const condition = compileCondition(queue.condition, 'routing');
  const moves = new Map<string, QueuePreview['moves'][number]>();
  const preview: QueuePreview = { open: 0, matching: 0, moving: 0, moves: [], samples: [] };
  for await (const { task, queueOverride } of openTasks(sql, timeMs)) {
    preview.open += 1;
    if (condition.holds(new ConditionSubject(task))) preview.matching += 1;
    const from = task.queue_uid;
    const to = rules.route(task, queueOverride);
    if (from === to) continue;
    preview.moving += 1;
    const key = JSON.stringify([from, to]);
    const move = moves.get(key) ?? { from, to, count: 0 };
    move.count += 1;
    moves.set(key, move);
    if (preview.samples.length < SAMPLES) preview.samples.push({ ...presentCurrent(task), from, to });
  }
  preview.moves = [...moves.values()].sort((a, b) => b.count - a.count);
  return preview;
}

function changedQueue(queues: readonly Queue[], request: QueuePreviewRequest): { queue: Queue; others: Queue[] } {
  const { id = PREVIEWED_QUEUE_ID, condition } = request;
  const known = queues.find((queue) => queue.id === id);
  const others = queues.filter((queue) => queue.id !== id);
  const priority = request.priority ?? known?.priority ?? lastPriority(queues);
  const blank = { name: id, skills: [], enabled: true, release_on_skip: false };
  return { queue: { ...blank, ...known, id, condition, priority }, others };
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
