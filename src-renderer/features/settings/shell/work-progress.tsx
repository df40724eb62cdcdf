import type { RoutingProgress } from '../../../../src-shared/http/queue-endpoints.ts';
import { t } from '../../../i18n/translate.ts';
import { Note } from '../../../ui/note.tsx';
import { useLookAgain } from './use-look-again.ts';

const LOOK_AGAIN_MS = 600;

/** Whether work on open tasks is under way; as long as it is, its progress is asked for again and again. */
export function useWorkProgress({ value, reload }: { value: RoutingProgress | null; reload: () => void }): boolean {
  const isRunning = value?.running ?? false;
  useLookAgain(reload, isRunning ? LOOK_AGAIN_MS : null);
  return isRunning;
}

/** How many of the open tasks are done. */
export function WorkProgress({ title, progress: { done, total } }: { title: string; progress: RoutingProgress }) {
  const all = Math.max(total, done);
  return (
    <Note tone="info" title={title}>
      <div className="mt-1 flex items-center gap-3">
        <progress aria-label={title} value={done} max={Math.max(all, 1)} className="h-1.5 flex-1 accent-(--accent)" />
        <span className="text-small tabular-nums text-ink-muted">{t('routing.progress', { done, total: all })}</span>
      </div>
    </Note>
  );
}
