import type { QueueSummary, TaskScope } from '../../data/console-data.ts';
import { t } from '../../i18n/translate.ts';

export function viewTitle(scope: TaskScope, queues: readonly QueueSummary[]): string {
  if (scope.kind !== 'queue') return t(`nav.${scope.kind}`);
  return queues.find(({ queue }) => queue.id === scope.queueUid)?.queue.name ?? scope.queueUid;
}
