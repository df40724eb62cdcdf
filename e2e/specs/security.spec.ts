import { createServer } from 'node:http';
import type {} from '../../src-renderer/docket-bridge.ts';
import { expect, type OpenConsole, test } from '../fixtures/console-test.ts';
import { PASSWORD, type Stage } from '../fixtures/stage.ts';

declare global {
  interface Window {
    violations?: string[];
    opened?: string[];
  }
}

/** Everything that the main job draws: lists, panes, dialogs, menus, notices. */
async function doTheMainJob({ page, ui }: OpenConsole, stage: Stage): Promise<void> {
  await ui.moveTo('one');
  for (const [key, status] of [
    ['a', 'ASSIGNED'],
    ['s', 'STARTED'],
    ['p', 'ASSIGNED'],
    ['s', 'STARTED'],
  ] as const) {
    await ui.act(key);
    await ui.shows('one', status, false);
  }
  await page.keyboard.press('m');
  await page.getByRole('textbox', { name: 'Comment' }).fill('<img src=x onerror=alert(1)>');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await ui.act('Control+Enter');
  await ui.row('one').waitFor({ state: 'detached' });
  await ui.act('z');
  await ui.shows('one', 'STARTED', false);
  for (const name of ['Status', 'Filter', 'Display', stage.ada.name]) {
    await page.locator('button[aria-haspopup=menu]').filter({ hasText: name }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toBeHidden();
  }
  await page.getByTestId('sync-status').click();
  await expect(page.getByText('Changes arrive as they happen.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('sync-status')).toBeFocused();
  await page.keyboard.press('?');
  await ui.help.waitFor();
  await page.keyboard.press('Escape');
  await expect(ui.help).toHaveCount(0);
  await ui.run('Switch between light and dark');
  await ui.go('inbox');
  await ui.go('mine');
}

test('the page is alone: sandboxed, isolated, without Node, with a bridge of two functions', async ({ consoles }) => {
  const { app, page } = await consoles.open('ada');
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    // Newer Electrons no longer tell.
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents || !('getLastWebPreferences' in contents) || typeof contents.getLastWebPreferences !== 'function') return null;
    return contents.getLastWebPreferences();
  });
  if (preferences) {
    expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
  }
  const inside = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in globalThis),
    bridge: Object.entries(window.docket ?? {}).map(([name, value]) => `${name}: ${typeof value}`),
    frozen: !Reflect.set(window, 'docket', null) || window.docket !== null,
  }));
  expect(inside).toEqual({ globals: [], bridge: ['call: function', 'on: function'], frozen: true });
});

test('the page’s policy has nothing unsafe in it, and nothing breaks it over the whole main job', async ({ stage, consoles }) => {
  await stage.addTasks('one', 'two');
  const opened = await consoles.open('ada');
  const { app, page, ui } = opened;
  const policy = await page.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy'));
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');

  // From the very start of the page: what its own start violates counts as well.
  await app.context().addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
      window.violations?.push(`${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber}`);
    });
  });
  await page.reload();
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await doTheMainJob(opened, stage);
  expect(await page.evaluate(() => window.violations)).toEqual([]);
});

test('the policy holds: no inline script, no eval, no text as markup, no other server, no frame', async ({ consoles }) => {
  const { page, faults } = await consoles.open('ada');
  await page.getByLabel('Server').waitFor();
  const refused = await page.evaluate(async () => {
    const nameOf = (error: unknown) => (error instanceof Error ? error.name : String(error));
    const attempt = async (work: () => unknown) => {
      try {
        await work();
        return 'done';
      } catch (error) {
        return nameOf(error);
      }
    };
    const script = document.createElement('script');
    const blocked = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective), { once: true });
    });
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(frame);
    return {
      frame: await blocked,
      eval: await attempt(() => Reflect.construct(Function, ['return 1'])),
      markup: await attempt(() => document.body.insertAdjacentHTML('beforeend', '<b>x</b>')),
      inline: await attempt(() => {
        script.text = 'window.ran = true';
      }),
      foreignScript: await attempt(() => {
        script.src = 'https://example.com/x.js';
      }),
      otherServer: await attempt(() => fetch('https://example.com/')),
    };
  });
  expect(refused).toEqual({
    frame: 'frame-src',
    eval: 'EvalError',
    markup: 'TypeError',
    inline: 'TypeError',
    foreignScript: 'TypeError',
    otherServer: 'TypeError',
  });
  faults.splice(0);
});

test('nothing leads the window away, and only web pages are handed to the system’s browser', async ({ consoles }) => {
  const { app, page, faults } = await consoles.open('ada');
  const visits: string[] = [];
  const elsewhere = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.end('elsewhere');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const address = elsewhere.address();
  const foreign = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/trap`;
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => {
      opened.push(url);
    };
  });
  await page.getByLabel('Server').fill('http://kept.example.com');
  await page.evaluate(async (url) => {
    for (const target of [url, 'file:///etc/passwd', 'data:text/html,<h1>x</h1>', 'about:blank', 'https://example.com/'])
      location.href = target;
    for (const target of [
      url,
      'https://example.com/a',
      'file:///etc/passwd',
      'smb://host/share',
      'javascript:alert(1)',
      'docket://task/1',
      'about:blank',
    ])
      window.open(target);
    const link = document.createElement('a');
    Object.assign(link, { href: `${url}?link`, target: '_blank' });
    link.click();
    await window.docket?.call('shell.openExternal', { url: 'file:///etc/passwd' });
    await window.docket?.call('shell.openExternal', { url: 'https://example.com/b' });
  }, foreign);
  const opened = await app.evaluate(() => (globalThis as { opened?: string[] }).opened);
  expect(opened?.sort()).toEqual([foreign, `${foreign}?link`, 'https://example.com/a', 'https://example.com/b'].sort());
  expect(page.url()).toBe('app://docket/index.html');
  // Read from inside: Playwright would wait for the navigations that were never let go.
  expect(await page.evaluate(() => document.querySelector<HTMLInputElement>('input[type=url]')?.value)).toBe('http://kept.example.com');
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  expect(visits).toEqual([]);
  elsewhere.close();
  faults.splice(0);
});

test('the page gets no permission but to copy text', async ({ consoles }) => {
  const { page } = await consoles.open('ada');
  const answers = await page.evaluate(async () => {
    const states: Record<string, string> = {};
    for (const name of ['geolocation', 'camera', 'microphone', 'notifications', 'clipboard-read', 'midi'])
      states[name] = (await navigator.permissions.query({ name: name as PermissionName })).state;
    const asked = await Notification.requestPermission();
    const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      () => 'denied',
    );
    return { ...states, asked, camera };
  });
  for (const [name, state] of Object.entries(answers)) expect(state, name).toBe('denied');
});

test('the main process answers only the console’s own page, and only what the contract names', async ({ stage, consoles }) => {
  const { app, page } = await consoles.open('ada');
  const answer = await app.evaluate(async ({ app: electron, BrowserWindow }) => {
    // A page from elsewhere that came by the same preload.
    const preload = `${electron.getAppPath()}/out/preload/index.cjs`;
    const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, preload } });
    await window.loadURL('data:text/html,<h1>elsewhere</h1>');
    const text: unknown = await window.webContents.executeJavaScript(
      "window.docket.call('session.get', null).then((value) => 'answered ' + JSON.stringify(value), (error) => error.message)",
    );
    window.destroy();
    return text;
  });
  expect(answer).toContain('This page may not call the console.');

  const outcomes = await page.evaluate(async (server) => {
    const call = window.docket?.call as (name: string, parameters: unknown) => Promise<unknown>;
    const attempt = (name: string, parameters: unknown) =>
      call(name, parameters).then(
        () => 'answered',
        (error: Error) => error.message,
      );
    return {
      unknown: await attempt('session.token', null),
      inherited: await attempt('constructor', null),
      missing: await attempt('session.signIn', { server }),
      surplus: await attempt('session.signIn', { server, email: 'a', password: 'b', token: 'c' }),
      wrongType: await attempt('shell.openExternal', { url: ['https://example.com'] }),
    };
  }, stage.address);
  expect(outcomes.unknown).toBe('There is no call session.token.');
  expect(outcomes.inherited).toBe('There is no call constructor.');
  for (const refused of [outcomes.missing, outcomes.surplus, outcomes.wrongType]) expect(refused).toContain('do not follow the contract');
});

test('the token never reaches the page', async ({ stage, consoles }) => {
  const { page, ui } = await consoles.open('ada');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  const seen = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/me');
    const session = await window.docket?.call('session.get', null);
    return JSON.stringify({
      me: await answer.json(),
      headers: [...answer.headers],
      session,
      stored: { ...localStorage },
      cookies: document.cookie,
    });
  });
  expect(seen).toContain(stage.ada.email);
  expect(seen).not.toMatch(/ds_[A-Za-z0-9]|"token"|bearer/i);
});
