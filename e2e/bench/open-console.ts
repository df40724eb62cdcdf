import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';

const ROOT = join(import.meta.dirname, '../..');

export interface OpenConsole {
  page: Page;
  /** When the process was started, by the clock of the page's `performance.timeOrigin`. */
  startedAtMs: number;
  session: CDPSession;
  close(): Promise<void>;
}

/** What to start instead of the project's Electron on the console in `out/`. */
export interface StartOptions {
  executable?: string;
  arguments?: readonly string[];
  environment?: Readonly<Record<string, string>>;
}

/** Without a graphics card a launch hangs now and then: one that has not come back long after it should have is tried again. */
const TRIES_MS = [10_000, 20_000, 40_000];
const PAGE_POLL_MS = 50;

/**
 * The built console, started as a person's desktop starts it: nothing waits for a debugger, which is asked to look in
 * only once the page is there.
 */
export async function openConsole(userDataDir: string, app = ROOT, options: StartOptions = {}): Promise<OpenConsole> {
  let failure: unknown;
  for (const timeoutMs of TRIES_MS) {
    try {
      return await openOnce(userDataDir, { arguments: [app], ...options }, timeoutMs);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function openOnce(userDataDir: string, options: StartOptions, timeoutMs: number): Promise<OpenConsole> {
  const executable = options.executable ?? ((await import('electron')).default as unknown as string);
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const switches = ['--disable-gpu', '--lang=en-US', '--remote-debugging-port=0', `--user-data-dir=${userDataDir}`];
  const startedAtMs = performance.timeOrigin + performance.now();
  const child = spawn(executable, [...asRoot, ...switches, ...(options.arguments ?? [])], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...options.environment },
  });
  const gone = once(child, 'exit');
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    const address = await debuggerOf(child, timeoutMs);
    await pageIsThere(address, timeoutMs);
    const browser = await chromium.connectOverCDP(address, { timeout: timeoutMs });
    const page = await firstPage(browser, timeoutMs);
    const session = await page.context().newCDPSession(page);
    const close = async () => {
      // Before the debugger leaves, which otherwise waits half a minute for a console that has started a server.
      child.kill('SIGTERM');
      await gone;
      await browser.close();
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

/** A debugger that comes while the page is being made waits for an answer that never comes. */
async function pageIsThere(address: string, timeoutMs: number): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  for (;;) {
    const targets: unknown = await (await fetch(`http://${new URL(address).host}/json/list`, { signal })).json();
    if (JSON.stringify(targets).includes('"url":"app://')) return;
    await setTimeout(PAGE_POLL_MS, null, { signal });
  }
}

async function firstPage(browser: Browser, timeout: number): Promise<Page> {
  const [context] = browser.contexts();
  if (!context) throw new Error('the console has no window');
  return context.pages()[0] ?? context.waitForEvent('page', { timeout });
}
