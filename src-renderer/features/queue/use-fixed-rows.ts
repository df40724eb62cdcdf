import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { LIST_HEADER_PX } from './list-position.ts';

export interface FixedRows {
  totalPx: number;
  /** Indexes of the rows to draw, in order: what is seen, some around it, and the pinned row wherever it is. */
  indexes: readonly number[];
  /** Scrolls only if the row is not whole on the screen. */
  reveal: (index: number) => void;
  /** Moves what is seen by so many pixels, with the rows for it drawn at once. */
  scrollBy: (px: number) => void;
}

export interface FixedRowsOptions {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  rowHeightPx: number;
  /** Drawn wherever the list is scrolled to; -1: none. */
  pinnedIndex: number;
}

const OVERSCAN = 10;

/**
 * The window over rows that are all of one height. A library that measures rows would keep a record of each, and make
 * 100,000 of them anew whenever the list changes.
 */
export function useFixedRows({ scroller, count, rowHeightPx, pinnedIndex }: FixedRowsOptions): FixedRows {
  const [seen, setSeen] = useState({ firstIndex: 0, rows: 0 });
  // Remembered: asking the page where it is would lay it out at every key press.
  const place = useRef({ topPx: 0, heightPx: 0 });

  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    place.current = { topPx: element.scrollTop, heightPx: element.clientHeight };
    const firstIndex = Math.floor(place.current.topPx / rowHeightPx);
    const rows = Math.ceil(place.current.heightPx / rowHeightPx) + 1;
    setSeen((known) => (known.firstIndex === firstIndex && known.rows === rows ? known : { firstIndex, rows }));
  }, [scroller, rowHeightPx]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    // Otherwise a frame without rows is painted before React comes to it.
    const lookAtOnce = () => flushSync(look);
    element.addEventListener('scroll', lookAtOnce, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', lookAtOnce);
    };
  }, [scroller, look]);

  const scrollBy = useCallback(
    (px: number) => {
      const element = scroller.current;
      if (!element) return;
      element.scrollTop += px;
      look();
    },
    [scroller, look],
  );
  const reveal = useCallback(
    (index: number) => {
      const { topPx, heightPx } = place.current;
      const [rowPx, roomPx] = [index * rowHeightPx, heightPx - LIST_HEADER_PX];
      if (rowPx < topPx) scrollBy(rowPx - topPx);
      else if (rowPx + rowHeightPx > topPx + roomPx) scrollBy(rowPx + rowHeightPx - roomPx - topPx);
    },
    [rowHeightPx, scrollBy],
  );

  return { totalPx: count * rowHeightPx, indexes: indexesToDraw(seen.firstIndex, seen.rows, count, pinnedIndex), reveal, scrollBy };
}

export function indexesToDraw(firstIndex: number, rows: number, count: number, pinnedIndex: number): readonly number[] {
  if (rows === 0) return [];
  // A list that has become shorter is looked at before its scroller has moved up.
  const from = Math.max(0, Math.min(firstIndex, count - rows) - OVERSCAN);
  const to = Math.min(count, firstIndex + rows + OVERSCAN);
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
  if (pinnedIndex >= 0 && pinnedIndex < from) return [pinnedIndex, ...indexes];
  return pinnedIndex >= to && pinnedIndex < count ? [...indexes, pinnedIndex] : indexes;
}
