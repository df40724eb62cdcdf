import type { BrowserWindow } from 'electron';
import type { WindowState } from './window-state.ts';
import { writeFileDurably } from './write-file-durably.ts';

const STATE_DELAY_MS = 500;

/** Keeps where a window is, for its next opening; `textFactor`: of one that grows with its text. */
export function keepWindowState(window: BrowserWindow, file: string, textFactor: (() => number) | null = null): void {
  let timer: NodeJS.Timeout | null = null;
  let saving: Promise<unknown> = Promise.resolve();
  const save = () => {
    timer = null;
    const state: WindowState = {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      ...(textFactor ? { textFactor: textFactor() } : {}),
    };
    // Bounds that cannot be kept cost nobody anything: the next window opens at its first size.
    saving = saving.then(() => writeFileDurably(file, JSON.stringify(state))).catch(() => null);
  };
  const saveSoon = () => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(save, STATE_DELAY_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', () => {
    if (timer) clearTimeout(timer);
    save();
  });
  // One that is destroyed, because its page died say, was not asked to close before.
  window.on('closed', () => {
    if (timer) clearTimeout(timer);
  });
}
