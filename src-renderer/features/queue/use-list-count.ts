import type { TaskQuery, TaskScope, WorkspaceState } from '../../data/console-data.ts';
import { useConsole } from '../../state/console-context.tsx';
import { useStore } from '../../state/use-store.ts';

/** How many tasks the list has; null while nobody knows. Before all of them are here the counts of the whole say it. */
export function useListCount(query: TaskQuery, ids: readonly string[]): number | null {
  const { tasks, workspace } = useConsole().data;
  const counts = useStore(workspace);
  const known = useStore(tasks.known);
  switch (known) {
    case 'everything':
      return ids.length;
    case 'beginning':
      return JSON.stringify(query) === JSON.stringify(tasks.opening) ? countIn(query.scope, counts) : null;
    case 'nothing':
      return null;
  }
}

function countIn(scope: TaskScope, { mineCount, openCount, unroutedCount, queues }: WorkspaceState): number | null {
  switch (scope.kind) {
    case 'queue':
      return queues.find(({ queue }) => queue.id === scope.queueUid)?.openCount ?? null;
    case 'mine':
      return mineCount;
    case 'unrouted':
      return unroutedCount;
    case 'all':
      return openCount;
    case 'pending':
      return null;
  }
}
