import { useEffect, useState } from 'react';
import { QUEUE_ENDPOINTS } from '../../../../src-shared/http/queue-endpoints.ts';
import { RoutingPreview } from '../../../../src-shared/queue/routing-preview.ts';
import type { Queue } from '../../../../src-shared/schema/queue.ts';
import type { ConsoleData, TaskEntry } from '../../../data/console-data.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useStore } from '../../../state/use-store.ts';
import { DeleteSection } from '../shell/delete-section.tsx';
import { type PreviewResult, previewLocally } from './preview-locally.ts';
import { MoveTable } from './preview-pane.tsx';

/** Removing the queue, with what becomes of its tasks. */
export function DeleteQueue({ queue, onDeleted }: { queue: Queue; onDeleted: () => void }) {
  const { server } = useConsole();
  const result = useMovesWithout(queue);
  const { id, name } = queue;
  return (
    <div className="flex flex-col gap-3">
      <DeleteSection
        title={t('queues.delete')}
        consequence={t('queues.deleteText', { name })}
        typed={{ label: t('queues.deleteType', { name }), word: name.trim() }}
        remove={() => server.call(QUEUE_ENDPOINTS['queues.delete'], { parameters: { id } })}
        onDeleted={onDeleted}
      />
      {result && result.moving > 0 ? (
        <div className="flex flex-col gap-1.5">
          <h3 className="text-small font-medium text-ink-muted">{t('queues.deleteMoves')}</h3>
          <MoveTable moves={result.moves} />
          <p className="text-small text-ink-muted">{t('preview.local')}</p>
        </div>
      ) : null}
    </div>
  );
}

function useMovesWithout(queue: Queue): PreviewResult | null {
  const { data } = useConsole();
  const { allQueues } = useStore(data.workspace);
  const [result, setResult] = useState<PreviewResult | null>(null);
  useEffect(() => {
    const ending = new AbortController();
    const { id, condition } = queue;
    const preview = new RoutingPreview(allQueues, { id, condition, enabled: false });
    const entries = tasksIn(data, id);
    void previewLocally({ entries, queues: allQueues, preview, signal: ending.signal }).then((found) => {
      if (!ending.signal.aborted) setResult(found);
    });
    return () => ending.abort();
  }, [data, allQueues, queue]);
  return result;
}

function* tasksIn({ tasks }: ConsoleData, queueUid: string): Iterable<TaskEntry> {
  for (const entry of tasks.entries()) if (entry.task.queue_uid === queueUid) yield entry;
}
