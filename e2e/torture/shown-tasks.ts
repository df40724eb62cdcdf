import type { ConsoleData, TaskQuery } from '../../src-renderer/data/console-data.ts';
import type { Task } from '../../src-shared/schema/task.ts';

export const EVERYTHING: TaskQuery = {
  scope: { kind: 'all' },
  statuses: ['TODO', 'ASSIGNED', 'STARTED', 'DONE'],
  text: '',
  filters: [],
  sort: { path: 'uid', direction: 'asc' },
};

/** What a console shows, as far as it is compared; with the operations that are drawn over it, where there are any. */
export function showOf({ tasks }: ConsoleData): object[] {
  return tasks
    .query(EVERYTHING)
    .getSnapshot()
    .flatMap((uid) => {
      const entry = tasks.entry(uid).getSnapshot();
      return entry ? [{ ...shownPart(entry.task), ...(entry.pending.length > 0 ? { pending: entry.pending } : {}) }] : [];
    });
}

export function shownPart({ uid, version, status, assignee_uid, queue_uid, fields }: Task): object {
  return { uid, version, status, assignee_uid, queue_uid, fields };
}
