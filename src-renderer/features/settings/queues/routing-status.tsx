import { useCallback, useEffect, useMemo, useState } from 'react';
import { QUEUE_ENDPOINTS, type RoutingProgress } from '../../../../src-shared/http/queue-endpoints.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useResource } from '../../../state/use-resource.ts';
import { useStore } from '../../../state/use-store.ts';
import { Note } from '../../../ui/note.tsx';

const LOOK_AGAIN_MS = 600;

export interface RoutingStatusProps {
  /** How often something was saved here. */
  saves: number;
  /** All open tasks have been routed; those who tried something meanwhile saw half of it. */
  onRouted: () => void;
}

/** How far the routing of open tasks has come that a change asked for. */
export function RoutingStatus({ saves, onRouted }: RoutingStatusProps) {
  const { server, data } = useConsole();
  const { allQueues } = useStore(data.workspace);
  const progress = useResource(useCallback((signal) => server.call(QUEUE_ENDPOINTS['queues.routing'], { signal }), [server]));
  const { value, busy, reload } = progress;
  const isRunning = value?.running ?? false;
  const [wasRunning, setWasRunning] = useState(false);
  useEffect(() => {
    if (!isRunning) return;
    setWasRunning(true);
    return onRouted;
  }, [isRunning, onRouted]);
  // Whoever changes queues, here or elsewhere, starts it.
  const changes = useMemo(() => ({ saves, allQueues }), [saves, allQueues]);
  useEffect(() => {
    if (changes) reload();
  }, [changes, reload]);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(reload, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isRunning, reload]);

  if (isRunning && value) return <Running progress={value} />;
  return !busy && value && (wasRunning || saves > 0) ? <Note tone="good">{t('routing.done')}</Note> : null;
}

function Running({ progress: { done, total } }: { progress: RoutingProgress }) {
  return (
    <Note tone="info" title={t('routing.running')}>
      <div className="mt-1 flex items-center gap-3">
        <progress
          aria-label={t('routing.running')}
          value={done}
          max={Math.max(total, done, 1)}
          className="h-1.5 flex-1 accent-(--accent)"
        />
        <span className="text-small tabular-nums text-ink-muted">{t('routing.progress', { done, total: Math.max(total, done) })}</span>
      </div>
    </Note>
  );
}
