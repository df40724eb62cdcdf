import { useCallback, useEffect, useMemo, useState } from 'react';
import { QUEUE_ENDPOINTS } from '../../../../src-shared/http/queue-endpoints.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useResource } from '../../../state/use-resource.ts';
import { useStore } from '../../../state/use-store.ts';
import { Note } from '../../../ui/note.tsx';
import { useWorkProgress, WorkProgress } from '../shell/work-progress.tsx';

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
  const isRunning = useWorkProgress(progress);
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

  if (isRunning && value) return <WorkProgress title={t('routing.running')} progress={value} />;
  return !busy && value && (wasRunning || saves > 0) ? <Note tone="good">{t('routing.done')}</Note> : null;
}
