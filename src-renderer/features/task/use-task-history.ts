import { useEffect, useState } from 'react';
import type { TaskEntry, TaskHistory } from '../../data/console-data.ts';
import { useConsole } from '../../state/console-context.tsx';
import { useIsOnline } from '../../state/use-resource.ts';

export type HistoryState = { state: 'loading' } | { state: 'failed'; message: string } | { state: 'ready'; history: TaskHistory };

/** Somebody who walks through the list should not ask for every history on the way. */
const SETTLE_MS = 150;

/** The task's history, read again when the task or what is pending on it changes. */
export function useTaskHistory({ task, pending }: TaskEntry): HistoryState {
  const { data } = useConsole();
  const [known, setKnown] = useState<{ uid: string; state: HistoryState }>({ uid: task.uid, state: { state: 'loading' } });
  const pendingKey = pending.map(({ opId }) => opId).join(' ');
  const { uid, version } = task;
  // Without the server a part of it is known: the whole is read when it is back.
  const isOnline = useIsOnline();

  useEffect(() => {
    let current = true;
    const tell = (state: HistoryState) => {
      if (current) setKnown({ uid, state });
    };
    const read = () =>
      data.history(uid).then(
        (history) => tell({ state: 'ready', history }),
        (error: unknown) => tell({ state: 'failed', message: error instanceof Error ? error.message : String(error) }),
      );
    const timer = setTimeout(() => void read(), SETTLE_MS, version, pendingKey, isOnline);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [data, uid, version, pendingKey, isOnline]);

  return known.uid === uid ? known.state : { state: 'loading' };
}
