import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { build } from 'vite';
import { openPlainBrowser } from '../../fixtures/plain-browser.ts';
import type { PeersWindow } from './peers-page.ts';

const ROOT = join(import.meta.dirname, '../../..');
const CACHE = join(ROOT, '.cache/bench-peers');
/** Never dependencies of the product: fetched when the benchmark runs, into an ignored folder. */
const POUCH_PACKAGES = ['pouchdb@9.0.0', 'express-pouchdb@4.2.0', 'pouchdb-adapter-memory@9.0.0', 'express@4'];
/** The slowest takes one or two minutes for 100,000 tasks on a quiet machine. */
const PEER_TIMEOUT_MS = 900_000;
const PAGE = '<!doctype html><title>Peers</title><script src="/pouchdb.js"></script><script type="module" src="/peers-page.js"></script>';

export interface PeerBrowser {
  /** Documents per second of a first sync of `count`, `limit` at a time, by this peer. */
  run(peer: string, limit: number, count: number): Promise<number>;
  close(): Promise<void>;
}

/** An Electron that shows a page of the peers, which reaches the server and PouchDB's through one address. */
export async function openPeerBrowser(folder: string, server: { port: number; token: string }, pouchCount: number): Promise<PeerBrowser> {
  await bundle();
  const pouch = await startPouch(folder, server, pouchCount);
  const gate = createServer((request, response) => void answer(request, response, server, pouch.port));
  gate.listen(0, '127.0.0.1');
  await once(gate, 'listening');
  const address = gate.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const browser = await openPlainBrowser(folder);
  return {
    async run(peer, limit, count) {
      await browser.page.goto(origin);
      await browser.page.waitForFunction(() => (window as PeersWindow).runPeer !== undefined);
      const given = [peer, limit, count] as const;
      const rate = browser.page.evaluate(([name, size, all]) => (window as PeersWindow).runPeer?.(name, size, all) ?? 0, given);
      return Promise.race([rate, setTimeout(PEER_TIMEOUT_MS, null, { ref: false }).then(() => giveUp(peer))]);
    },
    async close() {
      await browser.close();
      gate.closeAllConnections();
      gate.close();
      pouch.child?.kill('SIGKILL');
    },
  };
}

function giveUp(peer: string): never {
  throw new Error(`${peer} had not ended after ${PEER_TIMEOUT_MS / 60_000} minutes`);
}

async function bundle(): Promise<void> {
  const entry = join(import.meta.dirname, 'peers-page.ts');
  await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { outDir: CACHE, emptyOutDir: false, minify: true, lib: { entry, formats: ['es'], fileName: () => 'peers-page.js' } },
  });
}

async function startPouch(
  folder: string,
  server: { port: number; token: string },
  count: number,
): Promise<{ port: number; child: ChildProcess | null }> {
  if (count === 0) return { port: 0, child: null };
  install();
  const documentsFile = join(folder, 'documents.json');
  const answered = await fetch(`http://127.0.0.1:${server.port}/api/v1/sync/tasks?limit=2000`, { headers: headersOf(server.token) });
  const { documents } = (await answered.json()) as { documents: { uid: string }[] };
  const many = Array.from({ length: Math.ceil(count / documents.length) }, (_, round) =>
    documents.map((task) => ({ ...task, uid: `${task.uid}-${round}` })),
  );
  writeFileSync(documentsFile, JSON.stringify(many.flat()));
  const script = join(import.meta.dirname, 'pouch-server.cjs');
  const child = spawn(process.execPath, [script, documentsFile, String(count)], { cwd: CACHE, stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { port: Number(/listening (\d+)/.exec(line.toString())?.[1]), child };
}

function install(): void {
  if (existsSync(join(CACHE, 'node_modules/express-pouchdb'))) return;
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, 'package.json'), '{"private":true}\n');
  const options = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status } = spawnSync('npm', [...options, ...POUCH_PACKAGES], { cwd: CACHE, stdio: 'inherit' });
  if (status !== 0) throw new Error('the peers could not be installed; --without-pouchdb leaves them out');
}

function headersOf(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'docket-protocol': '1' };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  server: { port: number; token: string },
  pouchPort: number,
): Promise<void> {
  const { url = '/', method = 'GET' } = request;
  if (url === '/') return void response.setHeader('content-type', 'text/html').end(PAGE);
  if (url === '/peers-page.js') return sendScript(response, join(CACHE, 'peers-page.js'));
  if (url === '/pouchdb.js') return sendScript(response, join(CACHE, 'node_modules/pouchdb/dist/pouchdb.min.js'));
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const [target, headers] = url.startsWith('/pouch/')
    ? [
        `http://127.0.0.1:${pouchPort}${url.slice('/pouch'.length)}`,
        { 'content-type': request.headers['content-type'] ?? 'application/json', accept: 'application/json' },
      ]
    : [`http://127.0.0.1:${server.port}${url}`, headersOf(server.token)];
  const answered = await fetch(target, { method, headers, ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}) });
  response.writeHead(answered.status, { 'content-type': answered.headers.get('content-type') ?? 'application/json' });
  response.end(Buffer.from(await answered.arrayBuffer()));
}

function sendScript(response: ServerResponse, file: string): void {
  response.setHeader('content-type', 'text/javascript').end(existsSync(file) ? readFileSync(file) : '');
}
