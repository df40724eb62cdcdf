import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { rowsShifted } from './list-position.ts';

export interface ListScroll {
  virtualizer: Virtualizer<HTMLTableElement, Element>;
  /** Scrolls only if the row is not whole on the screen. */
  reveal: (index: number) => void;
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

/** The column heads, which stay at the top of what scrolls. */
export const LIST_HEADER_PX = 28;

/** The window over the list. What comes in or leaves above the active row is made up for: that row stands still. */
export function useListScroll({ scroller, ids, queryKey, activeUid, activeIndex, rowHeightPx }: ListScrollOptions): ListScroll {
  const [aboveCount, setAboveCount] = useState(0);
  // A new function here makes the virtualizer measure all rows anew: 100,000 of them at every key press.
  const getItemKey = useCallback((index: number) => ids[index] ?? index, [ids]);
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    getItemKey,
    overscan: 10,
    scrollMargin: LIST_HEADER_PX,
    scrollPaddingStart: LIST_HEADER_PX,
    // aria-activedescendant must name a row that exists, wherever the pointer scrolled to.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const indexes = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
      if (activeIndex >= 0 && activeIndex < from) return [activeIndex, ...indexes];
      return activeIndex > to && activeIndex < count ? [...indexes, activeIndex] : indexes;
    },
  });

  const reveal = useCallback(
    (index: number) => {
      // From what the virtualizer remembers: asking the page where it is would lay it out at every key press.
      const [from, heightPx] = [virtualizer.scrollOffset ?? 0, virtualizer.scrollRect?.height ?? 0];
      const topPx = index * rowHeightPx;
      if (topPx >= from && topPx + rowHeightPx <= from + heightPx - LIST_HEADER_PX) return;
      virtualizer.scrollToIndex(index, { align: 'auto' });
    },
    [virtualizer, rowHeightPx],
  );

  const measuredPx = useRef(rowHeightPx);
  useLayoutEffect(() => {
    if (measuredPx.current === rowHeightPx) return;
    measuredPx.current = rowHeightPx;
    virtualizer.measure();
  }, [rowHeightPx, virtualizer]);

  const before = useRef({ ids, queryKey });
  useLayoutEffect(() => {
    const previous = before.current;
    before.current = { ids, queryKey };
    const element = scroller.current;
    if (!element) return;
    if (previous.queryKey !== queryKey) {
      setAboveCount(0);
      if (activeIndex >= 0) virtualizer.scrollToIndex(activeIndex, { align: 'auto' });
      else element.scrollTop = 0;
      return;
    }
    if (previous.ids === ids) return;
    const shift = rowsShifted(previous.ids, ids, activeUid);
    if (shift === 0) return;
    const top = (activeIndex - shift) * rowHeightPx;
    const wasSeen = top + rowHeightPx > element.scrollTop && top < element.scrollTop + element.clientHeight;
    if (!wasSeen) return;
    element.scrollTop += shift * rowHeightPx;
    setAboveCount((count) => Math.max(0, count + shift));
  }, [ids, queryKey, activeUid, activeIndex, rowHeightPx, scroller, virtualizer]);

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

  return { virtualizer, reveal, aboveCount, scrollToTop: () => virtualizer.scrollToOffset(0) };
}
