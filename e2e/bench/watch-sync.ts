import type { Page } from '@playwright/test';

/** Moments of the page's own clock, in milliseconds. */
interface SyncWatch {
  signedInAt: number;
  connectedAt: number;
  liveAt: number;
  firstRowsAt: number;
  longestTaskMs: number;
}
interface WatchedWindow extends Window {
  syncWatch?: SyncWatch;
}

const USABLE_ROWS = 200;

/** From now on the page notes when it is signed in, connected, has rows and is live, and how long it was ever held up. */
export async function watchSync(page: Page): Promise<void> {
  await page.evaluate((usableRows) => {
    const watch: SyncWatch = { signedInAt: 0, connectedAt: 0, liveAt: 0, firstRowsAt: 0, longestTaskMs: 0 };
    (window as WatchedWindow).syncWatch = watch;
    const noteEnter = ({ key, timeStamp }: KeyboardEvent) => {
      if (key === 'Enter') watch.signedInAt ||= timeStamp;
    };
    window.addEventListener('keydown', noteEnter, { capture: true });
    new PerformanceObserver((list) => {
      for (const { duration, startTime } of list.getEntries()) {
        if (watch.connectedAt > 0 && startTime > watch.connectedAt) watch.longestTaskMs = Math.max(watch.longestTaskMs, duration);
      }
    }).observe({ type: 'longtask' });
    const look = () => {
      const { syncState, ready } = document.documentElement.dataset;
      if (syncState === 'catching-up') watch.connectedAt ||= performance.now();
      if (syncState === 'live') watch.liveAt ||= performance.now();
      const grid = document.querySelector<HTMLElement>('[role="grid"]');
      const isUsable = ready === 'true' && Number(grid?.dataset.count) >= usableRows && grid?.querySelector('tr[data-active]') !== null;
      if (isUsable && watch.firstRowsAt === 0) {
        watch.firstRowsAt = -1;
        requestAnimationFrame(() =>
          setTimeout(() => {
            watch.firstRowsAt = performance.now();
          }),
        );
      }
    };
    const attributeFilter = ['data-sync-state', 'data-ready', 'data-count', 'data-active'];
    new MutationObserver(look).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter });
  }, USABLE_ROWS);
}

export async function readSyncWatch(page: Page): Promise<SyncWatch> {
  return page.evaluate(() => {
    const { syncWatch } = window as WatchedWindow;
    if (!syncWatch) throw new Error('nobody watched');
    return syncWatch;
  });
}

/** How long after the sign-in there were rows, as soon as there are. */
export async function firstRowsMsOf(page: Page): Promise<number> {
  await page.waitForFunction(() => ((window as WatchedWindow).syncWatch?.firstRowsAt ?? 0) > 0);
  const { signedInAt, firstRowsAt } = await readSyncWatch(page);
  return firstRowsAt - signedInAt;
}
