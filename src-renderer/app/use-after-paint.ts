import { useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** Also while keys come faster than the page is idle, and in a window that nobody sees. */
const LATEST_MS = 100;

/**
 * The value as it was drawn last: a new one is drawn when what changed with it is on the screen and the page is idle, so
 * that the list need not wait for the pane beside it. Whatever is pressed next finds it drawn, unless that only
 * `passesOn`. `catchUp` draws it at once, and says whether there was anything to draw.
 */
export function useAfterPaint<Value>(value: Value, passesOn: (event: Event) => boolean): { drawn: Value; catchUp: () => boolean } {
  const [drawn, setDrawn] = useState(value);
  const latest = useRef({ value, drawn });
  latest.current = { value, drawn };
  const catchUp = useCallback(() => {
    const { value: next, drawn: last } = latest.current;
    if (Object.is(next, last)) return false;
    flushSync(() => setDrawn(() => next));
    return true;
  }, []);
  const isBehind = !Object.is(value, drawn);
  useEffect(() => {
    if (!isBehind) return;
    const meet = (event: Event) => {
      if (!passesOn(event)) catchUp();
    };
    let idle = 0;
    const frame = requestAnimationFrame(() => {
      idle = requestIdleCallback(catchUp);
    });
    const late = setTimeout(catchUp, LATEST_MS);
    window.addEventListener('keydown', meet, { capture: true });
    window.addEventListener('pointerdown', meet, { capture: true });
    return () => {
      cancelAnimationFrame(frame);
      cancelIdleCallback(idle);
      clearTimeout(late);
      window.removeEventListener('keydown', meet, { capture: true });
      window.removeEventListener('pointerdown', meet, { capture: true });
    };
  }, [isBehind, passesOn, catchUp]);
  return { drawn, catchUp };
}
