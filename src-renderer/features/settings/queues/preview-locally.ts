import type { RoutingPreview } from '../../../../src-shared/queue/routing-preview.ts';
import { compileRules } from '../../../../src-shared/queue/routing-rules.ts';
import type { Queue } from '../../../../src-shared/schema/queue.ts';
import type { TaskEntry } from '../../../data/console-data.ts';

/** What would become of open tasks, wherever it was worked out. */
export interface PreviewResult {
  open: number;
  matching: number;
  moving: number;
  moves: readonly { from: string | null; to: string | null; count: number }[];
  samples: readonly { uid: string; title: string; from: string | null; to: string | null }[];
}

export interface LocalPreview {
  entries: Iterable<TaskEntry>;
  queues: readonly Queue[];
  /** One after the other: what a change of one of them would do, with the others as they are here. */
  preview: RoutingPreview;
  signal: AbortSignal;
}

const SAMPLES = 20;
const CHUNK_MS = 8;

/**
 * Tries rules on the tasks of this computer, in pieces that leave time for the screen. A task that stands where the
 * known rules would not put it was placed by hand, and stays. Null when it was stopped.
 */
export async function previewLocally({ entries, queues, preview, signal }: LocalPreview): Promise<PreviewResult | null> {
  const rules = compileRules(queues);
  const samples: PreviewResult['samples'][number][] = [];
  let pausedAt = performance.now();
  for (const { task, title } of entries) {
    if (task.status === 'DONE') continue;
    const isByRule = rules.route(task, null) === task.queue_uid;
    const move = preview.add(task, isByRule ? null : task.queue_uid);
    if (move && samples.length < SAMPLES) samples.push({ uid: task.uid, title, ...move });
    if (performance.now() - pausedAt < CHUNK_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return null;
    pausedAt = performance.now();
  }
  const { open, matching, moving } = preview;
  return { open, matching, moving, moves: preview.moves(), samples };
}
