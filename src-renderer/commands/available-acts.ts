import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { User } from '../../src-shared/schema/user.ts';
import type { TaskAction } from '../../src-shared/task/action.ts';
import { type ActionContext, applyAction } from '../../src-shared/task/apply-action.ts';
import type { Refusal } from '../../src-shared/task/refusal.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { TaskAct, TaskEntry } from '../data/console-data.ts';

/** The acts that have a key of their own and are done at once. */
export const KEYED_ACTS = ['claim', 'start', 'pause', 'complete', 'unassign', 'reopen'] as const satisfies readonly TaskAct[];
export type KeyedAct = (typeof KEYED_ACTS)[number];

/** Those that can be done to one task or to many. */
export const TASK_ACTS = [...KEYED_ACTS, 'assign', 'snooze', 'skip', 'move'] as const satisfies readonly TaskAct[];
export type OfferedAct = (typeof TASK_ACTS)[number];

/** Far away: whether a task can be snoozed does not depend on until when. */
const LATER = formatTimestamp(8e15);

/** What the act would be, for asking whether it may be done; what it has to be told is made up. */
function actionOf(act: OfferedAct, user: User, { queue_uid: queueUid }: JsonObject): TaskAction {
  switch (act) {
    case 'claim':
      return { type: 'claim', assigneeUid: user.id };
    case 'assign':
      return { type: 'assign', assigneeUid: `not-${user.id}`.slice(0, 128) };
    case 'snooze':
      return { type: 'snooze', until: LATER };
    case 'skip':
      return { type: 'skip', reason: '?', release: false };
    case 'move':
      return { type: 'move', queueUid: typeof queueUid === 'string' ? queueUid : null };
    default:
      return { type: act };
  }
}

/** Why the act cannot be done to the task as it is shown: the same function decides here and on the server. Null: it can. */
export function refusalOf(
  act: OfferedAct,
  entry: TaskEntry,
  user: User,
  queueSkills: readonly string[] | null,
  { payload = {}, route }: { payload?: JsonObject; route?: ActionContext['route'] } = {},
): Refusal | 'unchanged' | null {
  const actor = { kind: 'user', uid: user.id, name: user.name, role: user.role, skills: user.skills } as const;
  const result = applyAction(entry.task, actionOf(act, user, payload), {
    actor,
    now: formatTimestamp(0),
    queueSkills,
    ...(route ? { route } : {}),
  });
  if (!result.ok) return result.refusal;
  return result.steps.length > 0 ? null : 'unchanged';
}

export function availableActs(entry: TaskEntry, user: User, queueSkills: readonly string[] | null): ReadonlySet<TaskAct> {
  const allowed = TASK_ACTS.filter((act) => refusalOf(act, entry, user, queueSkills) === null);
  return new Set<TaskAct>([...allowed, 'comment']);
}

/** The one that most people want next. */
export function primaryAct(acts: ReadonlySet<TaskAct>): KeyedAct | null {
  const order: readonly KeyedAct[] = ['complete', 'start', 'claim', 'reopen'];
  return order.find((act) => acts.has(act) && !(act === 'start' && acts.has('claim'))) ?? null;
}
