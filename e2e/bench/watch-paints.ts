import type { Page } from '@playwright/test';

/** Times from an input event to the end of the frame that shows its outcome in the grid, in milliseconds. */
interface Watch {
  startedAt: number | null;
  times: number[];
}
interface WatchedWindow extends Window {
  paintWatch?: Watch;
}

/** From now on the page notes how long after a key press or click the grid is painted anew. */
export async function watchPaints(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watch: Watch = { startedAt: null, times: [] };
    (window as WatchedWindow).paintWatch = watch;
    const noteStart = ({ timeStamp }: Event) => {
      watch.startedAt = timeStamp;
    };
    for (const type of ['keydown', 'mousedown']) {
      window.addEventListener(type, noteStart, { capture: true });
    }
    const note = () => {
      const { startedAt } = watch;
      if (startedAt === null) return;
      watch.startedAt = null;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => watch.times.push(performance.now() - startedAt);
        channel.port2.postMessage(null);
      });
    };
    const attributeFilter = ['aria-activedescendant', 'data-count', 'aria-sort'];
    new MutationObserver(note).observe(document.body, { subtree: true, attributes: true, attributeFilter });
  });
}

/** What was noted while `work` ran. Each of its inputs has to change the grid. */
export async function paintTimesOf(page: Page, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const { paintWatch } = window as WatchedWindow;
    if (paintWatch) paintWatch.times = [];
  });
  await work();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
  return page.evaluate(() => (window as WatchedWindow).paintWatch?.times ?? []);
}

/** Intervals between frames while the list scrolls `stepPx` a frame, so many frames long. */
export async function frameTimesOfScrolling(page: Page, frames: number, stepPx: number): Promise<number[]> {
  return page.evaluate(
    ([count, step]) =>
      new Promise<number[]>((resolve) => {
        const grid = document.querySelector('[role="grid"]');
        const times: number[] = [];
        let last = performance.now();
        const next = (now: number) => {
          times.push(now - last);
          last = now;
          if (grid) grid.scrollTop += step;
          if (times.length <= count) requestAnimationFrame(next);
          else resolve(times.slice(1));
        };
        requestAnimationFrame(next);
      }),
    [frames, stepPx] as const,
  );
}
