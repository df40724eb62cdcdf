import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { guardOwnServer } from './guard-own-server.ts';
import { LocalServer, type LocalServerOptions } from './local-server.ts';
import { findServerProgram, lastWordsIn } from './server-process.ts';

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

function local(script: string, options?: LocalServerOptions): LocalServer {
  const file = join(directory, 'start.cjs');
  writeFileSync(file, script);
  const server = new LocalServer({ command: process.execPath, arguments: [file], directory }, directory, options);
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
  await next.load();
  await next.resume();
  expect(await (await fetch(address)).text()).toBe(join(directory, 'server'));
});

test('a server that ends tells its last words', async () => {
  const outcome = await local(`process.stderr.write('one\\nThe data folder cannot be written.\\n'); process.exit(1);`).start();
  expect(outcome).toMatchObject({
    ok: false,
    message: 'The server on this computer does not run. Its last words: “The data folder cannot be written.”.',
  });
});

test('one that takes longer to listen than anybody waits is there for whoever asks next', async () => {
  const slowly = `
    const { appendFileSync, existsSync } = require('node:fs');
    appendFileSync(${JSON.stringify(join(directory, 'starts'))}, 'x');
    const timer = setInterval(() => {
      if (!existsSync(${JSON.stringify(join(directory, 'go'))})) return;
      clearInterval(timer);
      ${LISTENS}
    }, 20);`;
  const server = local(slowly, { startMs: 400 });
  expect(await server.start()).toMatchObject({ ok: false, message: expect.stringContaining('It said nothing for') });
  writeFileSync(join(directory, 'go'), '');
  await expect.poll(async () => (await server.start()).ok, { timeout: 10_000 }).toBe(true);
  expect(readFileSync(join(directory, 'starts'), 'utf8')).toBe('x');
});

test('where its address cannot be kept, none stays behind, and it starts once there is room', async () => {
  const inTheWay = join(directory, 'local-server.json', 'in the way');
  mkdirSync(inTheWay, { recursive: true });
  const server = local(LISTENS);
  expect(await server.start()).toMatchObject({ ok: false, code: 'not_started' });
  rmSync(dirname(inTheWay), { recursive: true });
  expect(await server.start()).toMatchObject({ ok: true });
});

test('where its address is known, a disk without room does not keep it from starting', async () => {
  const before = local(LISTENS);
  const address = addressIn(await before.start());
  before.stop();
  await expect.poll(() => answerOf(address)).toBeNull();
  mkdirSync(join(directory, 'local-server.json.new'));
  const after = local(LISTENS);
  await after.load();
  await after.resume();
  expect(await answerOf(address)).toBe(join(directory, 'server'));
});

test('one that dies is started again where it was, and one that was stopped is not', async () => {
  const starts = join(directory, 'starts');
  const server = local(`require('node:fs').appendFileSync(${JSON.stringify(starts)}, 'x'); ${LISTENS}
    server.on('request', ({ url }) => url === '/die' && process.kill(process.pid, 'SIGKILL'));`);
  const address = addressIn(await server.start());
  await answerOf(`${address}/die`);
  await expect.poll(() => readFileSync(starts, 'utf8'), { timeout: 10_000 }).toBe('xx');
  await expect.poll(() => answerOf(address), { timeout: 10_000 }).toBe(join(directory, 'server'));
  server.stop();
  await expect.poll(() => answerOf(address)).toBeNull();
});

test('where another program took its port, whoever starts it by hand gets it at another one', async () => {
  const taker = createServer((_request, response) => response.end('somebody else'));
  await once(taker.listen(0, '127.0.0.1'), 'listening');
  const bound = taker.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;
  writeFileSync(join(directory, 'local-server.json'), JSON.stringify({ port }));
  const server = local(LISTENS);
  const address = addressIn(await server.start());
  taker.close();
  expect(address).not.toBe(`http://127.0.0.1:${port}`);
  expect(await answerOf(address)).toBe(join(directory, 'server'));
});

test('at the start of a console, too: who works on it follows, and whoever took its port is told nothing', async () => {
  const before = local(LISTENS);
  const old = addressIn(await before.start());
  before.stop();
  await expect.poll(() => answerOf(old)).toBeNull();
  const heard: string[] = [];
  const taker = createServer((request, response) => response.end(heard.push(String(request.headers.authorization))));
  await once(taker.listen(Number(new URL(old).port), '127.0.0.1'), 'listening');
  const followed: string[] = [];
  const server = local(LISTENS, { onAddress: async (address) => void followed.push(address) });
  await server.load();
  const ask = guardOwnServer(fetch, server);
  const secret = { headers: { authorization: 'Bearer secret' } };
  await expect(ask(old, secret)).rejects.toThrow('fetch failed');
  await server.resume();
  const address = server.state.address ?? '';
  expect(server.state).toMatchObject({ phase: 'running', reason: null });
  expect(followed).toEqual([address]);
  expect(address).not.toBe(old);
  for (const name of [old, old.replace('127.0.0.1', 'localhost'), `${old}/api/v1/first-run`]) {
    await expect(ask(name, secret)).rejects.toThrow('fetch failed');
  }
  expect(await (await ask(address, secret)).text()).toBe(join(directory, 'server'));
  expect(await server.locate(old)).toEqual({ ok: true, value: address });
  expect(await server.locate('http://127.0.0.1:1')).toEqual({ ok: true, value: 'http://127.0.0.1:1' });
  taker.close();
  expect(heard).toEqual([]);
  expect(JSON.parse(readFileSync(join(directory, 'local-server.json'), 'utf8'))).toEqual({ port: Number(new URL(address).port) });
});

test('where an account knows it is enough, whatever became of the file', async () => {
  const server = local(LISTENS);
  const address = addressIn(await server.start());
  server.stop();
  await expect.poll(() => answerOf(address)).toBeNull();
  writeFileSync(join(directory, 'local-server.json'), '{"po');
  const next = local(LISTENS);
  await next.load();
  expect(next.owns(address)).toBe(false);
  next.adopt(address);
  expect([next.owns(address), next.listensAt(address)]).toEqual([true, false]);
  await next.resume();
  expect(next.listensAt(address)).toBe(true);
  expect(await answerOf(address)).toBe(join(directory, 'server'));
});

test('one that goes on dying stays away, says why, and comes back when it is started again', async () => {
  const dies = join(directory, 'dies');
  writeFileSync(dies, '');
  const server = local(`if (require('node:fs').existsSync(${JSON.stringify(dies)})) setTimeout(() => {
      process.stderr.write('something is wrong with the disk\\n');
      process.exit(7);
    }, 400); ${LISTENS}`);
  const phases: string[] = [];
  const off = server.onChange(({ phase }) => phases.push(phase));
  const address = addressIn(await server.start());
  await expect.poll(() => server.state.phase, { timeout: 20_000 }).toBe('stopped');
  expect(server.state).toMatchObject({
    address,
    reason: expect.stringMatching(/“something is wrong with the disk \(code 7\)”\.$/),
  });
  expect(server.listensAt(address)).toBe(false);
  expect(phases.filter((phase) => phase === 'running')).toHaveLength(4);
  off();
  rmSync(dies);
  expect(await server.start()).toMatchObject({ ok: true });
  expect(server.state).toMatchObject({ phase: 'running', reason: null });
  expect(await answerOf(address)).toBe(join(directory, 'server'));
}, 40_000);

test('last words are what somebody can make something of', () => {
  const fatal = JSON.stringify({ level: 60, msg: 'could not stop in order', err: { message: 'The disk is full.', stack: 'at x' } });
  expect(lastWordsIn(`{"cut off\n${fatal}\n{"level":30,"msg":"request completed"}\n{"lev`)).toBe(
    'could not stop in order: The disk is full.',
  );
  expect(lastWordsIn('TypeError: x is not a function\n    at start (file.ts:1:1)\n\nNode.js v26.5.0\n')).toBe(
    'TypeError: x is not a function',
  );
  expect(lastWordsIn('')).toBe('');
});

test('what is started again by hand and does not start says why', async () => {
  const broken = join(directory, 'broken');
  const server = local(`if (require('node:fs').existsSync(${JSON.stringify(broken)})) {
      process.stderr.write('The data folder cannot be written.\\n');
      process.exit(1);
    } ${LISTENS} server.on('request', ({ url }) => url === '/die' && process.kill(process.pid, 'SIGKILL'));`);
  const address = addressIn(await server.start());
  writeFileSync(broken, '');
  await answerOf(`${address}/die`);
  await expect.poll(() => server.state.phase, { timeout: 20_000 }).toBe('stopped');
  const reason = 'The server on this computer does not run. Its last words: “The data folder cannot be written.”.';
  expect(server.state).toMatchObject({ reason });
  expect(await server.start()).toMatchObject({ ok: false, message: reason });
  expect(server.state).toMatchObject({ phase: 'stopped', reason });
}, 40_000);

function addressIn(outcome: Awaited<ReturnType<LocalServer['start']>>): string {
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value.server;
}

/** Null: nobody answers. */
function answerOf(address: string): Promise<string | null> {
  return fetch(address).then(
    (response) => response.text(),
    () => null,
  );
}

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
