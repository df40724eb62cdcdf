import { useEffect, useRef } from 'react';
import { surfaces } from '../commands/surfaces.ts';
import { useConsole } from '../state/console-context.tsx';
import { goTo } from '../state/interface-state.ts';
import { useStore } from '../state/use-store.ts';

/** Starts where there is work: in one's own, else in the first queue that has some, else in all that is open. */
export function useFirstView(): void {
  const { data } = useConsole();
  const { mode } = useStore(data.syncState);
  const { mineCount, queues, openCount } = useStore(data.workspace);
  const chosen = useRef(false);
  useEffect(() => {
    if (chosen.current || mode === 'starting') return;
    if (mode === 'catching-up' && openCount === 0) return;
    chosen.current = true;
    const queue = queues.find((known) => known.openCount > 0) ?? queues[0];
    if (mineCount === 0) goTo({ kind: 'tasks', scope: queue ? { kind: 'queue', queueUid: queue.queue.id } : { kind: 'all' } });
    requestAnimationFrame(() => surfaces.list?.focus());
  }, [mode, mineCount, queues, openCount]);
}
