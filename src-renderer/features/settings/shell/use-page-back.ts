import { useEffect, useRef, useState } from 'react';
import { registerSurface, surfaces } from '../../../commands/surfaces.ts';

/** The way from a page to the list that it belongs to, by its button and by Esc: the row that one comes from takes the focus. */
export function usePageBack(onLeave: () => void, rowKey: string | null): () => void {
  const latest = useRef({ onLeave, rowKey });
  useEffect(() => {
    latest.current = { onLeave, rowKey };
  });
  const [back] = useState(() => () => {
    const { onLeave: leave, rowKey: key } = latest.current;
    leave();
    // The list has to be drawn first. Whoever is asked something before stays with the question.
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      const row = key === null ? null : document.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(key)}"]`);
      if (row) row.focus();
      else surfaces.settings?.focus();
    });
  });
  useEffect(() => {
    // Whoever came by a key has the focus nowhere.
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('[data-page-title]')?.focus();
    return registerSurface('page', { back });
  }, [back]);
  return back;
}
