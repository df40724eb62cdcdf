import { useEffect } from 'react';
import { useConsole } from '../state/console-context.tsx';
import { useStore } from '../state/use-store.ts';

/**
 * Attributes on <html> for those who drive the window from outside: `data-ready` when the list can be used,
 * `data-sync-state`, `data-pending-count`.
 */
export function useDocumentState(): void {
  const { data } = useConsole();
  const { mode, pendingCount } = useStore(data.syncState);
  const ready = mode !== 'starting';
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.syncState = mode;
    dataset.pendingCount = String(pendingCount);
    if (ready) dataset.ready = 'true';
  }, [mode, pendingCount, ready]);
  useEffect(
    () => () => {
      const { dataset } = document.documentElement;
      delete dataset.ready;
      delete dataset.syncState;
      delete dataset.pendingCount;
    },
    [],
  );
}
