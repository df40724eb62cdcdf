import { useSyncExternalStore } from 'react';

/** Where list and task stand side by side; the same width as the breakpoint `wide`. */
const WIDE = '(min-width: 1020px)';

export function isWide(): boolean {
  return window.matchMedia(WIDE).matches;
}

export function onWideChange(listener: () => void): () => void {
  const query = window.matchMedia(WIDE);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

export function useIsWide(): boolean {
  return useSyncExternalStore(onWideChange, isWide);
}
