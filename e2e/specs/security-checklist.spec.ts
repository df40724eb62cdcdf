import { constants, copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { FuseState, type FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { ElectronApplication, Page } from '@playwright/test';
import electronPath from 'electron';
import { CONSOLE_FUSES, setConsoleFuses } from '../../resources/packaging/console-fuses.ts';
import type {} from '../../src-renderer/docket-bridge.ts';
import { expect, type OpenConsole, test } from '../fixtures/console-test.ts';
import { PASSWORD, type Stage } from '../fixtures/stage.ts';

/** All that shows a page; `inOffice` runs in the web page that the task is worked on. */
interface World {
  app: ElectronApplication;
  page: Page;
  mini: Page;
  folder: string;
  inOffice: <Value>(script: string) => Promise<Value>;
}

type Preferences = Record<string, unknown>;

/** Electron's list: https://www.electronjs.org/docs/latest/tutorial/security, and what we promise beyond it. */
const CHECKLIST: readonly { item: string; holds: (world: World) => Promise<void> }[] = [
  {
    item: '1. only secure content is loaded',
    holds: async ({ page, mini }) => {
      for (const shown of [page, mini]) {
        expect(await shown.evaluate(() => isSecureContext)).toBe(true);
        const loaded = await shown.evaluate(() =>
          [...document.querySelectorAll('script,link,img')].map(
            (element) => new URL(element.getAttribute('src') ?? element.getAttribute('href') ?? '', location.href).protocol,
          ),
        );
        expect([...new Set(loaded)]).toEqual(['app:']);
      }
    },
  },
  {
    item: '2. no page has Node.js',
    holds: async ({ page, mini, inOffice }) => {
      const globals = "['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in globalThis)";
      expect(await inOffice(globals)).toEqual([]);
      for (const shown of [page, mini]) expect(await shown.evaluate(globals)).toEqual([]);
      expect(await valuesOf('nodeIntegration')).toEqual([false]);
      expect(await valuesOf('nodeIntegrationInSubFrames')).toEqual([false]);
    },
  },
  { item: '3. contexts are isolated', holds: async () => expect(await valuesOf('contextIsolation')).toEqual([true]) },
  {
    item: '4. processes are sandboxed',
    holds: async ({ app }) => {
      expect(await valuesOf('sandbox')).toEqual([true]);
      // Root has no sandbox to switch on; everybody else has no switch that takes it off.
      const isOff = await app.evaluate(({ app: electron }) => electron.commandLine.hasSwitch('no-sandbox'));
      expect(isOff).toBe(process.getuid?.() === 0);
    },
  },
  {
    item: '5. permissions are refused, asked for or looked up, but for copying text',
    holds: async ({ page, mini, inOffice }) => {
      const ask = `(async () => [
        await Notification.requestPermission(),
        (await navigator.permissions.query({ name: 'geolocation' })).state,
        await navigator.mediaDevices?.getUserMedia({ audio: true }).then(() => 'granted', () => 'denied') ?? 'denied',
      ].join())()`;
      const refused = 'denied,denied,denied';
      expect(await page.evaluate(ask)).toBe(refused);
      expect(await mini.evaluate(ask)).toBe(refused);
      expect(await inOffice(ask)).toBe(refused);
      expect(await page.evaluate(() => navigator.clipboard.writeText('x').then(() => 'copied'))).toBe('copied');
      expect(await page.evaluate(() => navigator.clipboard.readText().catch(() => 'denied'))).toBe('denied');
    },
  },
  { item: '6. web security is on', holds: async () => expect(await valuesOf('webSecurity')).toEqual([true]) },
  {
    item: '7. every page has a policy without anything unsafe',
    holds: async ({ page }) => {
      for (const file of ['index.html', 'mini.html', 'stopped.html', 'stopped.de.html']) {
        const policy = await page.evaluate(async (name) => (await fetch(name)).headers.get('content-security-policy'), file);
        expect(policy, file).toContain("default-src 'none'");
        expect(policy, file).toContain("require-trusted-types-for 'script'");
        expect(policy, file).not.toMatch(/unsafe|\*|https?:/);
      }
    },
  },
  {
    item: '8. no insecure content beside secure',
    holds: async () => expect(await valuesOf('allowRunningInsecureContent')).toEqual([false]),
  },
  { item: '9. no experimental features', holds: async () => expect(await valuesOf('experimentalFeatures')).toEqual([false]) },
  { item: '10. no features of Blink by name', holds: async () => expect(await valuesOf('enableBlinkFeatures', '')).toEqual(['']) },
  { item: '11. no <webview> with pop-ups, for there is none', holds: async () => expect(await valuesOf('webviewTag')).toEqual([false]) },
  {
    item: '12. a <webview> that got in anyway is not attached',
    holds: async ({ app }) => {
      const types = await app.evaluate(async ({ BrowserWindow, webContents }) => {
        const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
        await window.loadURL('data:text/html,<webview src="data:text/html,x"></webview>');
        await window.webContents.executeJavaScript('new Promise((done) => setTimeout(done, 200))');
        const seen = webContents.getAllWebContents().map((contents) => contents.getType());
        window.destroy();
        return seen;
      });
      expect(types).not.toContain('webview');
    },
  },
  {
    item: '13. no page is led away',
    holds: async ({ page, mini, inOffice }) => {
      for (const target of ['https://example.com/', 'data:text/html,x', 'file:///etc/passwd']) {
        await page.evaluate((to) => location.assign(to), target);
        await mini.evaluate((to) => location.assign(to), target);
      }
      // The floating player would be a second console there.
      await mini.evaluate(() => location.assign('app://docket/index.html'));
      await inOffice('location.assign("file:///etc/passwd")');
      expect([page.url(), mini.url()]).toEqual(['app://docket/index.html', 'app://docket/mini.html']);
      expect(await inOffice('location.protocol')).toBe('http:');
    },
  },
  {
    item: '14. no page opens windows',
    holds: async ({ app, page, mini, inOffice }) => {
      const count = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
      const before = await count();
      for (const shown of [page, mini]) expect(await shown.evaluate(() => window.open('app://docket/index.html'))).toBeNull();
      expect(await inOffice('window.open("about:blank")')).toBeNull();
      expect(await count()).toBe(before);
    },
  },
  {
    item: '15. only web pages are handed to the system',
    holds: async ({ page }) => {
      const open = (url: string) => page.evaluate(async (to) => (await window.docket?.call('shell.openExternal', { url: to }))?.ok, url);
      for (const url of [
        'file:///etc/passwd',
        'smb://host/share',
        'javascript:alert(1)',
        'docket://task/1',
        'ms-msdt:x',
        'data:text/html,x',
        'x',
      ]) {
        expect(await open(url), url).toBe(false);
      }
      expect(await open('https://example.com/')).toBe(true);
    },
  },
  {
    item: '16. a current Electron is shipped',
    holds: async () => {
      const { devDependencies } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'));
      expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
      expect(Number.parseInt(devDependencies.electron, 10)).toBeGreaterThanOrEqual(45);
    },
  },
  {
    item: '17. calls are answered to our own pages only, each within its own',
    holds: async ({ app, mini }) => {
      const asked = await mini.evaluate(() => window.docket?.call('session.get', null).catch((error: Error) => error.message));
      expect(asked).toContain('This page may not call the console.');
      const answers = await app.evaluate(async ({ app: electron, BrowserWindow }) => {
        const preload = `${electron.getAppPath()}/out/preload/index.cjs`;
        const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, preload, nodeIntegrationInSubFrames: true } });
        await window.loadURL(`data:text/html,<iframe src="about:blank"></iframe>`);
        const call = "docket.call('session.get', null).then(() => 'answered', (error) => error.message)";
        const texts: unknown[] = [];
        for (const frame of window.webContents.mainFrame.framesInSubtree) texts.push(await frame.executeJavaScript(call).catch(String));
        window.destroy();
        return texts;
      });
      expect(answers.length).toBe(2);
      for (const answer of answers) expect(answer).not.toBe('answered');
    },
  },
  {
    item: '18. pages come over a scheme of our own, never from files',
    holds: async ({ app, page, inOffice }) => {
      const others = async () => {
        const addresses = await app.evaluate(({ webContents }) => webContents.getAllWebContents().map((contents) => contents.getURL()));
        return addresses.filter((address) => !/^(app:\/\/docket\/|http:\/\/127\.0\.0\.1)/.test(address));
      };
      // The windows of other items are gone a moment after they were closed.
      await expect.poll(others).toEqual([]);
      // Secure, and nothing more: no service workers, and not for other pages to read.
      const worker = await page.evaluate(() =>
        Promise.resolve(navigator.serviceWorker?.register('app://docket/assets/x.js')).then(
          (registered) => (registered ? 'registered' : 'none'),
          () => 'none',
        ),
      );
      expect(worker).toBe('none');
      expect(await inOffice('fetch("app://docket/index.html").then(() => "read", () => "refused")')).toBe('refused');
    },
  },
  {
    item: '19. the fuses of a packaged console are set',
    holds: async ({ folder }) => {
      mkdirSync(join(folder, 'packaged'));
      const executable = join(folder, 'packaged', 'electron');
      copyFileSync(electronPath as unknown as string, executable, constants.COPYFILE_FICLONE);
      await setConsoleFuses(executable);
      const wire = await getCurrentFuseWire(executable);
      const told = Object.entries(CONSOLE_FUSES).flatMap(([fuse, isOn]) => {
        const state = wire[Number(fuse) as FuseV1Options];
        // An Electron that is older than the fuse has none of it.
        return state === undefined || state === FuseState.INHERIT ? [] : [[fuse, state === FuseState.ENABLE, isOn] as const];
      });
      expect(told.length).toBeGreaterThanOrEqual(8);
      for (const [fuse, state, isOn] of told) expect(state, `fuse ${fuse}`).toBe(isOn);
    },
  },
  {
    item: '20. no part of Electron reaches a page',
    holds: async ({ page, mini, inOffice }) => {
      for (const shown of [page, mini]) {
        expect(await shown.evaluate(() => Object.keys(window.docket ?? {}).sort())).toEqual(['call', 'on']);
        expect(await shown.evaluate(() => 'ipcRenderer' in window || 'electron' in window)).toBe(false);
      }
      expect(await inOffice('typeof window.docket')).toBe('undefined');
    },
  },
  {
    item: 'no code from elsewhere',
    holds: async ({ page }) => {
      const outcome = await page.evaluate(() =>
        import('https://example.com/' + 'x.js').then(
          () => 'ran',
          () => 'refused',
        ),
      );
      expect(outcome).toBe('refused');
    },
  },
];

let preferences: Preferences[] = [];

/** What all pages were made with; newer Electrons no longer tell, there the outside of each promise is what is tested. */
async function valuesOf(name: string, expected?: unknown): Promise<unknown[]> {
  if (preferences.length === 0) return [expected ?? DEFAULTS[name]];
  return [...new Set(preferences.map((known) => known[name] ?? expected ?? DEFAULTS[name]))];
}

/** Electron's own, for what nobody set. */
const DEFAULTS: Preferences = {
  sandbox: true,
  contextIsolation: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
};

async function openEverything({ app, page, ui }: OpenConsole, stage: Stage, url: string): Promise<Page> {
  await stage.api.json('PUT', '/tasks/one', { fields: { title: 'One', url } });
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await ui.moveTo('one');
  await page.keyboard.press('w');
  await page.getByTestId('player').getByRole('button', { name: 'Open it here' }).click();
  await expect
    .poll(() => app.evaluate(({ webContents }) => webContents.getAllWebContents().some((one) => one.getTitle() === 'Office')))
    .toBe(true);
  const isMini = (shown: Page) => shown.url().endsWith('/mini.html');
  await page.keyboard.press('F6');
  await ui.run('Keep a small player on top, or close it');
  const mini = app.windows().find(isMini) ?? (await app.waitForEvent('window', isMini));
  await mini.getByRole('main').waitFor();
  return mini;
}

test('Electron’s security checklist, item by item', async ({ stage, consoles, folder }) => {
  const office = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Office</title><h1>Office</h1>');
  });
  await new Promise<void>((done) => office.listen(0, '127.0.0.1', done));
  const opened = await consoles.open('ada');
  const { app, page, faults } = opened;
  await app.evaluate(({ shell }) => {
    shell.openExternal = async () => undefined;
  });
  const mini = await openEverything(opened, stage, `http://127.0.0.1:${(office.address() as AddressInfo).port}/`);
  preferences = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().flatMap((contents) => {
      if (!('getLastWebPreferences' in contents) || typeof contents.getLastWebPreferences !== 'function') return [];
      return [contents.getLastWebPreferences() as Preferences];
    }),
  );
  if (preferences.length > 0) expect(preferences).toHaveLength(3);
  const inOffice = (script: string) =>
    app.evaluate(async ({ webContents }, code) => {
      const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith('http://127.0.0.1'));
      return contents?.executeJavaScript(code);
    }, script);
  const world: World = { app, page, mini, folder, inOffice };
  for (const { item, holds } of CHECKLIST) await test.step(item, () => holds(world));
  faults.splice(0);
  office.close();
});
