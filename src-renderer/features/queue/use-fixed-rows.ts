import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { LIST_HEADER_PX } from './list-position.ts';

export interface FixedRows {
  totalPx: number;
  /** The rows to draw, in order: what is seen, some around it, and the pinned row wherever it is. */
  rows: readonly DrawnRow[];
  /** Scrolls only if the row is not whole on the screen. */
  reveal: (index: number) => void;
  /** Moves what is seen by so many pixels, with the rows for it drawn at once. */
  scrollBy: (px: number) => void;
}

export interface DrawnRow {
  index: number;
  /** Which of the page's rows it is drawn in: one that has gone out of sight is drawn anew instead of being made anew. */
  slot: number;
}

export interface FixedRowsOptions {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  rowHeightPx: number;
  /** Drawn wherever the list is scrolled to; -1: none. */
  pinnedIndex: number;
  /** Another list: its rows are drawn where its pinned row will be in sight, or at the top. */
  listKey: string;
}

const OVERSCAN = 4;

interface Place {
  topPx: number;
  heightPx: number;
}

/**
 * The window over rows that are all of one height. A library that measures rows would keep a record of each, and make
 * 100,000 of them anew whenever the list changes.
 */
export function useFixedRows({ scroller, count, rowHeightPx, pinnedIndex, listKey }: FixedRowsOptions): FixedRows {
  const [seen, setSeen] = useState({ firstIndex: 0, rows: 0 });
  // Remembered: asking the page where it is would lay it out at every key press.
  const place = useRef<Place>({ topPx: 0, heightPx: 0 });
  const [drawnKey, setDrawnKey] = useState(listKey);
  if (drawnKey !== listKey) {
    // Otherwise the rows at the old place would be drawn first, and thrown away.
    setDrawnKey(listKey);
    const topPx = pinnedIndex < 0 ? 0 : revealedTopPx(pinnedIndex, place.current, rowHeightPx);
    setSeen({ ...seen, firstIndex: Math.floor(topPx / rowHeightPx) });
  }

  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    place.current = { topPx: element.scrollTop, heightPx: element.clientHeight };
    const next = seenFrom(place.current, rowHeightPx);
    setSeen((known) => (isSame(known, next) ? known : next));
  }, [scroller, rowHeightPx]);

  const drawn = useRef(seen);
  useLayoutEffect(() => {
    drawn.current = seen;
  }, [seen]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    // Otherwise a frame without rows is painted before React comes to it. Whoever scrolled by `scrollBy` has drawn them.
    const lookAtOnce = () => {
      place.current = { ...place.current, topPx: element.scrollTop };
      if (!isSame(drawn.current, seenFrom(place.current, rowHeightPx))) flushSync(look);
    };
    element.addEventListener('scroll', lookAtOnce, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', lookAtOnce);
    };
  }, [scroller, look, rowHeightPx]);

  const scrollTo = useCallback(
    (topPx: number) => {
      const element = scroller.current;
      if (!element) return;
      element.scrollTop = topPx;
      look();
    },
    [scroller, look],
  );
  const scrollBy = useCallback((px: number) => scrollTo((scroller.current?.scrollTop ?? 0) + px), [scroller, scrollTo]);
  const reveal = useCallback(
    (index: number) => {
      const topPx = revealedTopPx(index, place.current, rowHeightPx);
      if (topPx !== place.current.topPx) scrollTo(topPx);
    },
    [rowHeightPx, scrollTo],
  );

  const rows = rowsToDraw(seen.firstIndex, seen.rows, count, pinnedIndex);
  return { totalPx: count * rowHeightPx, rows, reveal, scrollBy };
}

function seenFrom({ topPx, heightPx }: Place, rowHeightPx: number): { firstIndex: number; rows: number } {
  return { firstIndex: Math.floor(topPx / rowHeightPx), rows: Math.ceil(heightPx / rowHeightPx) + 1 };
}

function isSame(a: { firstIndex: number; rows: number }, b: { firstIndex: number; rows: number }): boolean {
  return a.firstIndex === b.firstIndex && a.rows === b.rows;
}

/** Where the list has to be scrolled to for the row to be whole on the screen, with as little movement as possible. */
function revealedTopPx(index: number, { topPx, heightPx }: Place, rowHeightPx: number): number {
  const [rowPx, roomPx] = [index * rowHeightPx, heightPx - LIST_HEADER_PX];
  if (rowPx < topPx) return rowPx;
  return rowPx + rowHeightPx > topPx + roomPx ? rowPx + rowHeightPx - roomPx : topPx;
}

export function rowsToDraw(firstIndex: number, rows: number, count: number, pinnedIndex: number): readonly DrawnRow[] {
  if (rows === 0) return [];
  // A list that has become shorter is looked at before its scroller has moved up.
  const from = Math.max(0, Math.min(firstIndex, count - rows) - OVERSCAN);
  const to = Math.min(count, firstIndex + rows + OVERSCAN);
  const slots = rows + 2 * OVERSCAN;
  const drawn = Array.from({ length: Math.max(0, to - from) }, (_, offset) => ({ index: from + offset, slot: (from + offset) % slots }));
  const pinned = { index: pinnedIndex, slot: slots };
  if (pinnedIndex >= 0 && pinnedIndex < from) return [pinned, ...drawn];
  return pinnedIndex >= to && pinnedIndex < count ? [...drawn, pinned] : drawn;
}
