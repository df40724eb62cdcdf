import { useEffect } from 'react';

/** Asks again every so often, but not while nobody looks. */
export function useLookAgain(reload: () => void, everyMs: number): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, everyMs);
    return () => clearInterval(timer);
  }, [reload, everyMs]);
}
