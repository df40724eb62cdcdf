import { compileRules } from '../../src-shared/queue/routing-rules.ts';
import type { JsonObject, Task } from '../../src-shared/schema/task.ts';
import type { ActOutcome, ConsoleData, TaskAct, TaskActPayload, TaskEntry } from '../data/console-data.ts';
import { sayOutcome, sayRefusal } from '../i18n/say-again.ts';
import { t } from '../i18n/translate.ts';
import { type OfferedAct, refusalOf } from './available-acts.ts';

export interface Unchanged {
  uid: string;
  title: string;
  reason: string;
}

export interface BulkPlan {
  act: OfferedAct;
  /** The tasks that will change, in the order of the list. */
  possible: readonly TaskEntry[];
  /** Those that will stay, each with the reason. */
  impossible: readonly Unchanged[];
}

/** What would become of each of the tasks: nothing is done. */
export function planBulk(data: ConsoleData, act: OfferedAct, payload: JsonObject, taskUids: readonly string[]): BulkPlan {
  const { user, queues, allQueues } = data.workspace.getSnapshot();
  const { queue_uid: queueUid } = payload;
  const rules = compileRules(allQueues);
  // What else is done leaves a task where it is until the server has routed it.
  const route = (task: Task) => rules.route(task, typeof queueUid === 'string' ? queueUid : null);
  const known = { payload, ...(act === 'move' ? { route } : {}) };
  const skills = new Map(queues.map(({ queue }) => [queue.id, queue.skills]));
  const possible: TaskEntry[] = [];
  const impossible: Unchanged[] = [];
  for (const uid of taskUids) {
    const entry = data.tasks.entry(uid).getSnapshot();
    if (!entry) {
      impossible.push({ uid, title: uid, reason: t('bulk.gone') });
      continue;
    }
    const refusal = refusalOf(act, entry, user, skills.get(entry.task.queue_uid ?? '') ?? null, known);
    if (refusal === null) possible.push(entry);
    else impossible.push({ uid, title: entry.title, reason: refusal === 'unchanged' ? t('bulk.unchanged') : sayRefusal(refusal) });
  }
  return { act, possible, impossible };
}

export interface BulkResult {
  opIds: string[];
  doneCount: number;
  failed: Unchanged[];
}

export interface BulkWatch {
  /** Ends it before the next task. */
  signal: AbortSignal;
  onProgress: (count: number) => void;
}

/** Does the act to each task in turn, until the signal ends it; each is on disk before the next begins. */
export async function runBulk(
  data: ConsoleData,
  { act, possible }: BulkPlan,
  payload: JsonObject,
  { signal, onProgress }: BulkWatch,
): Promise<BulkResult> {
  const result: BulkResult = { opIds: [], doneCount: 0, failed: [] };
  for (const { task, title } of possible) {
    if (signal.aborted) break;
    const outcome = await performAny(data, task.uid, act, payload);
    if (outcome.ok) {
      result.opIds.push(...outcome.opIds);
      result.doneCount += 1;
    } else {
      result.failed.push({ uid: task.uid, title, reason: sayOutcome(outcome) });
      // Nothing can be written down any more: neither can the rest.
      if (!outcome.refusal) break;
    }
    onProgress(result.doneCount + result.failed.length);
  }
  return result;
}

/** The dialog that asked made the payload for the act. */
export function performAny(data: ConsoleData, taskUid: string, act: TaskAct, payload: JsonObject): Promise<ActOutcome> {
  return data.perform(taskUid, act, payload as TaskActPayload<typeof act>);
}
