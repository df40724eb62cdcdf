import { useEffect } from 'react';

const LIST_PAINTED = 'docket-list-painted';

/** Notes once, for those who measure, when the first rows were on the screen. */
export function usePaintMark(hasRows: boolean): void {
  useEffect(() => {
    if (!hasRows || performance.getEntriesByName(LIST_PAINTED).length > 0) return;
    const frame = requestAnimationFrame(() => {
      // A message comes after the frame that was being made.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        performance.mark(LIST_PAINTED);
        channel.port1.close();
      };
      channel.port2.postMessage(null);
    });
    return () => cancelAnimationFrame(frame);
  }, [hasRows]);
}
