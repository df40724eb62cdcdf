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

/** Without a graphics card a launch hangs now and then: one that has not come back long after it should have is tried again. */
const TRIES_MS = [10_000, 20_000, 40_000];

/**
 * The built console, started as a person's desktop starts it: nothing waits for a debugger, which is asked to look in
 * only once the page is there.
 */
export async function openConsole(userDataDir: string, app = ROOT): Promise<OpenConsole> {
  let failure: unknown;
  for (const timeoutMs of TRIES_MS) {
    try {
      return await openOnce(userDataDir, app, timeoutMs);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function openOnce(userDataDir: string, app: string, timeoutMs: number): Promise<OpenConsole> {
  const { default: electron } = await import('electron');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const switches = ['--disable-gpu', '--lang=en-US', '--remote-debugging-port=0', `--user-data-dir=${userDataDir}`];
  const startedAtMs = performance.timeOrigin + performance.now();
  const child = spawn(electron as unknown as string, [...asRoot, ...switches, app], { stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = once(child, 'exit');
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    const browser = await chromium.connectOverCDP(await debuggerOf(child, timeoutMs), { timeout: timeoutMs });
    const page = await firstPage(browser, timeoutMs);
    const session = await page.context().newCDPSession(page);
    const close = async () => {
      await browser.close();
      child.kill('SIGTERM');
      await gone;
      process.off('exit', kill);
    };
    return { page, startedAtMs, session, close };
  } catch (error) {
    kill();
    await gone;
    throw error;
  }
}

async function debuggerOf({ stderr }: ChildProcess, timeoutMs: number): Promise<string> {
  if (!stderr) throw new Error('the console has no output');
  const signal = AbortSignal.timeout(timeoutMs);
  let log = '';
  for (;;) {
    const [chunk] = (await once(stderr, 'data', { signal })) as [Buffer];
    log += chunk.toString();
    const match = /DevTools listening on (ws:\S+)/.exec(log);
    if (match?.[1]) {
      stderr.resume();
      return match[1];
    }
  }
}

async function firstPage(browser: Browser, timeout: number): Promise<Page> {
  const [context] = browser.contexts();
  if (!context) throw new Error('the console has no window');
  return context.pages()[0] ?? context.waitForEvent('page', { timeout });
}
