import type { WebContents } from 'electron';

/** Before the first reload, the second, the third. After that a page that dies again is left: a loop would only hide the cause. */
const PAUSES_MS: readonly number[] = [0, 1_000, 4_000];
/** Crashes that lie longer apart have nothing to do with each other. */
const REMEMBERED_MS = 5 * 60_000;

/** How long to wait before a page that died is loaded again; null: not again. */
export class CrashCount {
  private crashes: number[] = [];

  next(nowMs: number): number | null {
    this.crashes = [...this.crashes.filter((at) => nowMs - at < REMEMBERED_MS), nowMs];
    return PAUSES_MS[this.crashes.length - 1] ?? null;
  }
}

export interface CrashRecoveryOptions {
  page: string;
  /** Plain, without scripts: what is shown when the page died too often. */
  stoppedPage: () => string;
  /** The page is gone: what belonged to it goes, too. */
  onGone: () => void;
}

/** Loads the console's page again when its process is gone, later each time, and at last says so instead. */
export function recoverFromCrashes(contents: WebContents, { page, stoppedPage, onGone }: CrashRecoveryOptions): void {
  const count = new CrashCount();
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    onGone();
    const pauseMs = count.next(Date.now());
    setTimeout(() => {
      // What cannot be loaded comes as an event of its own; a window that was closed meanwhile needs nothing.
      if (!contents.isDestroyed()) void contents.loadURL(pauseMs === null ? stoppedPage() : page).catch(() => undefined);
    }, pauseMs ?? 0);
  });
}
