import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepWindowState } from './keep-window-state.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'docket-window-'));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(directory, { recursive: true, force: true });
});

/** As Electron's: whoever asks one that is destroyed gets an error that nobody catches. */
class FakeWindow extends EventEmitter {
  isGone = false;

  getNormalBounds() {
    if (this.isGone) throw new TypeError('Object has been destroyed');
    return { x: 10, y: 20, width: 300, height: 200 };
  }

  isMaximized() {
    return false;
  }

  /** Without asking: there is no `close` before. */
  destroy() {
    this.isGone = true;
    this.emit('closed');
  }
}

test('a window that is destroyed right after it was moved is asked for nothing more', async () => {
  const file = join(directory, 'window.json');
  const window = new FakeWindow();
  keepWindowState(window as unknown as BrowserWindow, file);
  window.emit('move');
  vi.runAllTimers();
  await expect.poll(() => existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).bounds.x).toBe(10);
  window.emit('move');
  window.destroy();
  expect(() => vi.runAllTimers()).not.toThrow();
});
