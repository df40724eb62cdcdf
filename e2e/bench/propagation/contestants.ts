import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type BenchOperator, fillOperators } from '../../../src-server/bench/fill-operators.ts';
import { startServer } from '../../../src-server/bench/server-process.ts';
import { makeTemporaryFolder } from '../../../src-server/store/temporary-folder.ts';
import { timestampMicros } from '../../../src-shared/time/timestamp.ts';
import { installPeer } from '../install-peer.ts';
import { rowName, type ServerAnswer } from './messages.ts';
import { askProcess, endProcess } from './start-consoles.ts';

/** Somebody's server with rows in it, and the program of its consoles. */
export interface Contestant {
  name: string;
  address: string;
  program: string;
  /** What the `index`-th console is opened with. */
  consoleOf(index: number): unknown;
  /** Changes a row on the server. Gives back when it began to, by the server's clock, microseconds. */
  write(row: string): Promise<number>;
  stop(): Promise<void>;
}

const PROGRAMS = join(import.meta.dirname, 'peers');

export async function startDocket(rows: number, consoles: number): Promise<Contestant> {
  const { folder, remove } = makeTemporaryFolder();
  process.once('exit', remove);
  await (await startServer({ folder })).stop();
  const operators: BenchOperator[] = fillOperators(folder, consoles);
  const server = await startServer({ folder });
  await server.call('POST', '/queues', {
    id: 'claims',
    name: 'Claims',
    condition: { rules: [{ field: 'fields.text', operator: '!=', value: '' }] },
  });
  for (let from = 0; from < rows; from += 500) {
    const items = Array.from({ length: Math.min(500, rows - from) }, (_, index) => taskOf(from + index));
    const { status } = await server.call('POST', '/tasks/batch', { items });
    if (status !== 200) throw new Error(`a batch was answered with ${status}`);
  }
  return {
    name: 'Docket',
    address: `http://127.0.0.1:${server.port}`,
    program: join(import.meta.dirname, 'docket-consoles.ts'),
    consoleOf: (index) => operators[index],
    async write(row) {
      const { status, body } = await server.call('PATCH', '/tasks/', { uid: row, fields: { changed: true } });
      if (status !== 200) throw new Error(`a change was answered with ${status}`);
      return timestampMicros((body as { updated_at: string }).updated_at);
    },
    async stop() {
      await server.stop();
      remove();
    },
  };
}

/** As many bytes as the rows of `peers/rows.mjs`. */
function taskOf(index: number): object {
  return {
    uid: rowName(index),
    status: 'TODO',
    fields: {
      title: `Claim ${index}`,
      url: `https://backoffice.example.com/claims/${index}`,
      partner: `VIP customer ${index % 40}`,
      text: 'x'.repeat(400),
    },
  };
}

export function startRxdb(rows: number): Promise<Contestant> {
  const folder = installPeer('rxdb', { rxdb: '17.6.0', rxjs: '7.8.2', ws: '8.22.0' }, PROGRAMS);
  return startPeer('RxDB’s websocket server', folder, 'rxdb', rows);
}

export function startTinybase(rows: number): Promise<Contestant> {
  const folder = installPeer('tinybase', { tinybase: '10.0.1', ws: '8.22.0' }, PROGRAMS);
  return startPeer('TinyBase', folder, 'tinybase', rows);
}

async function startPeer(name: string, folder: string, program: string, rows: number): Promise<Contestant> {
  const child = fork(join(folder, `${program}-server.mjs`), [String(rows)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ port }] = (await once(child, 'message')) as [Extract<ServerAnswer, { port: number }>];
  return {
    name,
    address: `ws://127.0.0.1:${port}`,
    program: join(folder, `${program}-consoles.mjs`),
    consoleOf: (index) => String(index),
    async write(row) {
      const { atMicros } = (await askProcess(child, { kind: 'write', row })) as Extract<ServerAnswer, { atMicros: number }>;
      return atMicros;
    },
    stop: () => endProcess(child),
  };
}
