import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { rowsShifted } from './list-position.ts';
import { type FixedRows, useFixedRows } from './use-fixed-rows.ts';

export interface ListScroll {
  rows: FixedRows;
  /** Rows that came in above what is seen, until the operator goes there. */
  aboveCount: number;
  scrollToTop: () => void;
}

export interface ListScrollOptions {
  scroller: RefObject<HTMLTableElement | null>;
  ids: readonly string[];
  /** Changes when the operator asks for another list: then nothing is held in place. */
  queryKey: string;
  activeUid: string | null;
  activeIndex: number;
  rowHeightPx: number;
}

/** The window over the list. What comes in or leaves above the active row is made up for: that row stands still. */
export function useListScroll({ scroller, ids, queryKey, activeUid, activeIndex, rowHeightPx }: ListScrollOptions): ListScroll {
  const [aboveCount, setAboveCount] = useState(0);
  // aria-activedescendant must name a row that exists, wherever the pointer scrolled to.
  const rows = useFixedRows({ scroller, count: ids.length, rowHeightPx, pinnedIndex: activeIndex, listKey: queryKey });
  const { reveal, scrollBy } = rows;

  const before = useRef({ ids, queryKey });
  useLayoutEffect(() => {
    const previous = before.current;
    before.current = { ids, queryKey };
    const element = scroller.current;
    if (!element) return;
    if (previous.queryKey !== queryKey) {
      setAboveCount(0);
      if (activeIndex >= 0) reveal(activeIndex);
      else scrollBy(-element.scrollTop);
      return;
    }
    if (previous.ids === ids) return;
    const shift = rowsShifted(previous.ids, ids, activeUid);
    if (shift === 0) return;
    const top = (activeIndex - shift) * rowHeightPx;
    const wasSeen = top + rowHeightPx > element.scrollTop && top < element.scrollTop + element.clientHeight;
    if (!wasSeen) return;
    scrollBy(shift * rowHeightPx);
    setAboveCount((count) => Math.max(0, count + shift));
  }, [ids, queryKey, activeUid, activeIndex, rowHeightPx, scroller, reveal, scrollBy]);

  const hasAbove = aboveCount > 0;
  useEffect(() => {
    const element = scroller.current;
    if (!element || !hasAbove) return;
    const clear = () => {
      if (element.scrollTop === 0) setAboveCount(0);
    };
    element.addEventListener('scroll', clear, { passive: true });
    return () => element.removeEventListener('scroll', clear);
  }, [scroller, hasAbove]);

  const scrollToTop = () => scrollBy(-(scroller.current?.scrollTop ?? 0));
  return { rows, aboveCount, scrollToTop };
}
