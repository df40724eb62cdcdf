import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAppAddress } from './app-origin.ts';
import { isWebAddress } from './external-address.ts';
import { servePageFile } from './page-files.ts';

let directory: string;
let root: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'docket-page-'));
  root = join(directory, 'renderer');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(root, 'index.html'), '<!doctype html>');
  await writeFile(join(root, 'assets/index.js'), 'export {};');
  await writeFile(join(root, 'secret.bin'), 'x');
  await writeFile(join(directory, 'outside.js'), 'secret');
  await mkdir(join(directory, 'renderer-other'));
  await writeFile(join(directory, 'renderer-other/index.js'), 'secret');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const get = (path: string, method = 'GET') => servePageFile(root, { url: `http://docket${path}`, method } as Request);

test('serves the page’s files with their types and a policy that allows nothing else', async () => {
  const page = await get('/');
  expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([200, 'text/html; charset=utf-8', '<!doctype html>']);
  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*connect-src 'self'/);
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
  expect((await get('/assets/index.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});

test.each([
  '/../outside.js',
  '/..%2foutside.js',
  '/%2e%2e/outside.js',
  '/assets/..%2f..%2foutside.js',
  '/..%2frenderer-other/index.js',
  '/..%5coutside.js',
  '/%00',
  '/%',
  '/assets',
  '/none.js',
  '/secret.bin',
])('does not serve %s', async (path) => {
  expect((await get(path)).status).toBe(404);
});

test('takes no other method', async () => {
  expect((await get('/', 'POST')).status).toBe(405);
});

test('knows its own address from others', () => {
  expect(['app://docket/', 'app://docket/index.html#x'].map(isAppAddress)).toEqual([true, true]);
  expect(['app://docket.evil/', 'app://x@docket/', 'https://docket/', 'file:///index.html', 'about:blank', ''].map(isAppAddress)).toEqual(
    Array(6).fill(false),
  );
  expect(['https://a.b', 'http://a.b', 'file:///etc/passwd', 'javascript:1', 'smb://x', 'x'].map(isWebAddress)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
