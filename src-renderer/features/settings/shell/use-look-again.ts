import { useEffect } from 'react';

/** Asks again every so often, but not while nobody looks; null: not at all. */
export function useLookAgain(reload: () => void, everyMs: number | null): void {
  useEffect(() => {
    if (everyMs === null) return;
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, everyMs);
    return () => clearInterval(timer);
  }, [reload, everyMs]);
}
