import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';

const ROOT = join(import.meta.dirname, '../..');

export interface OpenConsole {
  page: Page;
  /** When the process was started, by the clock of the page's `performance.timeOrigin`. */
  startedAtMs: number;
  session: CDPSession;
  close(): Promise<void>;
}

/**
 * The built console, started as a person's desktop starts it: nothing waits for a debugger, which is asked to look in
 * only once the page is there.
 */
export async function openConsole(userDataDir: string, app = ROOT): Promise<OpenConsole> {
  const { default: electron } = await import('electron');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const switches = ['--disable-gpu', '--lang=en-US', '--remote-debugging-port=0', `--user-data-dir=${userDataDir}`];
  const startedAtMs = performance.timeOrigin + performance.now();
  const child = spawn(electron as unknown as string, [...asRoot, ...switches, app], { stdio: ['ignore', 'ignore', 'pipe'] });
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  const browser = await chromium.connectOverCDP(await debuggerOf(child));
  const page = await firstPage(browser);
  return {
    page,
    startedAtMs,
    session: await page.context().newCDPSession(page),
    async close() {
      const gone = once(child, 'exit');
      await browser.close();
      child.kill('SIGTERM');
      await gone;
      process.off('exit', end);
    },
  };
}

async function debuggerOf(child: ChildProcess): Promise<string> {
  let log = '';
  const { stderr } = child;
  if (!stderr) throw new Error('the console has no output');
  for (;;) {
    const [chunk] = (await once(stderr, 'data')) as [Buffer];
    log += chunk.toString();
    const match = /DevTools listening on (ws:\S+)/.exec(log);
    if (match?.[1]) {
      stderr.resume();
      return match[1];
    }
  }
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (!context) throw new Error('the console has no window');
  return context.pages()[0] ?? context.waitForEvent('page');
}
