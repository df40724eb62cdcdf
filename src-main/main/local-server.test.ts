import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findServerProgram, LocalServer } from './local-server.ts';

let directory: string;
let running: LocalServer[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'docket-local-'));
  running = [];
});
afterEach(() => {
  for (const server of running) server.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Stands in for the server: says what it says, and listens. */
const LISTENS = `
  const server = require('node:http').createServer((_request, response) => response.end(process.env.DOCKET_DATA_DIR));
  server.listen(Number(process.env.DOCKET_PORT), '127.0.0.1', () => {
    process.stderr.write('No admin yet. First-run code, for 15 minutes: ABCDE-FGHJK\\n');
    setTimeout(() => process.stdout.write('listening on http://127.0.0.1:' + server.address().port + '\\n'), 50);
  });`;

function local(script: string): LocalServer {
  const file = join(directory, 'start.cjs');
  writeFileSync(file, script);
  const server = new LocalServer({ command: process.execPath, arguments: [file], directory }, directory);
  running.push(server);
  return server;
}

test('it starts on data of its own, tells where it listens and the code for the first admin', async () => {
  const outcome = await local(LISTENS).start();
  if (!outcome.ok) throw new Error(outcome.message);
  expect(outcome.value.code).toBe('ABCDE-FGHJK');
  expect(await (await fetch(outcome.value.server)).text()).toBe(join(directory, 'server'));
});

test('asked twice, it starts once; stopped, it starts again where it was', async () => {
  const server = local(LISTENS);
  const [first, second] = await Promise.all([server.start(), server.start()]);
  expect(second).toEqual(first);
  if (!first.ok) throw new Error(first.message);
  const { server: address } = first.value;
  server.stop();
  await expect
    .poll(() =>
      fetch(address).then(
        () => 'there',
        () => 'gone',
      ),
    )
    .toBe('gone');
  const next = local(LISTENS);
  await next.resume(address);
  expect(await (await fetch(address)).text()).toBe(join(directory, 'server'));
});

test('a server that ends tells its last words', async () => {
  const outcome = await local(`process.stderr.write('one\\nThe data folder cannot be written.\\n'); process.exit(1);`).start();
  expect(outcome).toMatchObject({ ok: false, message: 'The server did not start. The data folder cannot be written.' });
});

test('without a server that came along, none is offered', async () => {
  expect(findServerProgram(directory, null)).toBeNull();
  expect(findServerProgram(directory, directory)).toBeNull();
  const server = new LocalServer(null, directory);
  expect(server.isAvailable).toBe(false);
  expect(await server.start()).toMatchObject({ ok: false });
});

test('the server of a checkout and of a package are told apart', () => {
  const put = (file: string) => {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), '');
  };
  for (const file of ['node_modules/.bin/node', 'src-server/start.ts']) put(file);
  expect(findServerProgram(directory, null)).toMatchObject({ directory, command: join(directory, 'node_modules/.bin/node') });
  expect(findServerProgram(directory, join(directory, 'resources'))).toBeNull();
  const node = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const file of [`resources/server/${node}`, 'resources/server/program/start.js']) put(file);
  const packaged = findServerProgram(directory, join(directory, 'resources'));
  expect(packaged?.command).toBe(join(directory, 'resources/server', node));
  expect(packaged?.arguments.at(-1)).toBe(join(directory, 'resources/server/program/start.js'));
});

test('a server that starts threads goes on living', async () => {
  const file = (name: string) => join(directory, name);
  mkdirSync(file('node_modules/.bin'), { recursive: true });
  mkdirSync(file('src-server'));
  symlinkSync(process.execPath, file('node_modules/.bin/node'));
  writeFileSync(
    file('src-server/start.ts'),
    `import { createServer } from 'node:http';
    import { Worker } from 'node:worker_threads';
    const server = createServer((_request, response) => {
      new Worker(new URL('./thread.mjs', import.meta.url)).once('exit', () => response.end('the thread is done'));
    });
    process.once('SIGTERM', () => process.exit());
    server.listen(0, '127.0.0.1', () => console.log('listening on http://127.0.0.1:' + server.address().port));`,
  );
  writeFileSync(file('src-server/thread.mjs'), 'setTimeout(() => {}, 300);');
  const server = new LocalServer(findServerProgram(directory, null), directory);
  running.push(server);
  const outcome = await server.start();
  if (!outcome.ok) throw new Error(outcome.message);
  for (let visit = 1; visit <= 2; visit += 1) expect(await (await fetch(outcome.value.server)).text()).toBe('the thread is done');
});
