import { useCallback, useLayoutEffect, useState } from 'react';
import { useConsole } from '../../../state/console-context.tsx';
import { connectQueueDrafts, openQueueTarget, useQueueEditor } from '../../../state/queue-editor.ts';
import { QueueList } from './queue-list.tsx';
import { QueuePage } from './queue-page.tsx';
import { RoutingStatus } from './routing-status.tsx';

/** All queues, or one of them on a page of its own. What is typed and not saved stays until it is saved or discarded. */
export function QueuesPanel() {
  const { account } = useConsole();
  const target = useQueueEditor((state) => state.target);
  const page = useQueueEditor((state) => state.page);
  const [saves, setSaves] = useState(0);
  const [routings, setRoutings] = useState(0);
  const onRouted = useCallback(() => setRoutings((count) => count + 1), []);
  const [connectedKey, setConnectedKey] = useState<string | null>(null);
  // Before the panel takes the focus: it wants something to give it to.
  useLayoutEffect(() => {
    const end = connectQueueDrafts(localStorage, account.key);
    setConnectedKey(account.key);
    return end;
  }, [account.key]);
  // Nothing may be edited before it is known what was begun.
  if (connectedKey !== account.key) return null;

  const status = <RoutingStatus saves={saves} onRouted={onRouted} />;
  const onSaved = () => setSaves((count) => count + 1);
  if (target.kind === 'list') return <QueueList status={status} from={target.from ?? null} onSaved={onSaved} />;
  const queueId = target.kind === 'queue' ? target.id : null;
  const leave = () => {
    setSaves(0);
    openQueueTarget({ kind: 'list', ...(queueId === null ? {} : { from: queueId }) });
  };
  return <QueuePage key={page} {...{ page, queueId, status, routings, onSaved }} onLeave={leave} />;
}
