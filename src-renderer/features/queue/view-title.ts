import type { TaskScope, WorkspaceState } from '../../data/console-data.ts';
import { t } from '../../i18n/translate.ts';

/** What the list on the screen is called: by its saved view, its queue, or its place. */
export function viewTitle(
  scope: TaskScope,
  savedId: string | undefined,
  { queues, views }: Pick<WorkspaceState, 'queues' | 'views'>,
): string {
  const saved = views.find(({ id }) => id === savedId);
  if (saved) return saved.name;
  if (scope.kind !== 'queue') return t(`nav.${scope.kind}`);
  return queues.find(({ queue }) => queue.id === scope.queueUid)?.queue.name ?? scope.queueUid;
}
