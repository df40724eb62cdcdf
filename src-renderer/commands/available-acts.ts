import type { User } from '../../src-shared/schema/user.ts';
import type { TaskAction } from '../../src-shared/task/action.ts';
import { applyAction } from '../../src-shared/task/apply-action.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { TaskAct, TaskEntry } from '../data/console-data.ts';

/** The acts that have a key of their own. */
export const KEYED_ACTS = ['claim', 'start', 'pause', 'complete', 'unassign', 'reopen'] as const satisfies readonly TaskAct[];
export type KeyedAct = (typeof KEYED_ACTS)[number];

/** What the state machine allows on the task as it is shown: the same function decides here and on the server. */
export function availableActs(entry: TaskEntry, user: User, queueSkills: readonly string[] | null): ReadonlySet<TaskAct> {
  const actor = { kind: 'user', uid: user.id, name: user.name, role: user.role, skills: user.skills } as const;
  const now = formatTimestamp(0);
  const allowed = KEYED_ACTS.filter((act) => {
    const action = (act === 'claim' ? { type: act, assigneeUid: user.id } : { type: act }) satisfies TaskAction;
    const result = applyAction(entry.task, action, { actor, now, queueSkills });
    return result.ok && result.steps.length > 0;
  });
  return new Set<TaskAct>([...allowed, 'comment']);
}

/** The one that most people want next. */
export function primaryAct(acts: ReadonlySet<TaskAct>): KeyedAct | null {
  const order: readonly KeyedAct[] = ['complete', 'start', 'claim', 'reopen'];
  return order.find((act) => acts.has(act) && !(act === 'start' && acts.has('claim'))) ?? null;
}
