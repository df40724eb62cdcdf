import { connect, type Socket } from 'node:net';
import { sampleTask } from './sample-tasks.ts';
import { BENCH_KEY } from './server-process.ts';

/**
 * Sends requests over kept connections, one at a time on each, and reads no more of the answers than their length: the
 * client must cost less than the servers that it measures. A process of its own: `send-load.ts` starts it.
 */
export interface Load {
  port: number;
  connections: number;
  requests: number;
  /** Goes into every name, so that no run meets the tasks of another one. */
  run: number;
  kind: { name: 'upsert' } | { name: 'next'; queue: string; people: readonly string[] };
}

export interface LoadResult {
  perSecond: number;
  latenciesMs: number[];
  /** How often each status was answered. */
  statuses: Record<number, number>;
  /** Of `next`. */
  bodies: string[];
}

process.once('message', (load: Load) => {
  sendAll(load).then((result) => {
    process.send?.(result, undefined, undefined, () => process.disconnect?.());
  });
});

async function sendAll(load: Load): Promise<LoadResult> {
  const { port, connections, requests } = load;
  const messages = Array.from({ length: requests }, (_, index) => messageOf(load, index));
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const result: LoadResult = { perSecond: 0, latenciesMs: [], statuses: {}, bodies: [] };
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(sockets.map((socket) => sendOn(socket, () => messages[next++], result, load.kind.name === 'next')));
  result.perSecond = (requests / (performance.now() - startedAt)) * 1000;
  for (const socket of sockets) socket.destroy();
  return result;
}

function messageOf({ kind, run }: Load, index: number): Buffer {
  switch (kind.name) {
    case 'upsert':
      return requestOf('PATCH', '/tasks/', sampleTask(index, run));
    case 'next':
      return requestOf('POST', `/queues/${kind.queue}/next`, { assignee_uid: kind.people[index % kind.people.length] });
  }
}

function requestOf(method: string, path: string, value: object): Buffer {
  const body = JSON.stringify(value);
  const head = [
    `${method} /api/v1${path} HTTP/1.1`,
    'host: 127.0.0.1',
    `authorization: Bearer ${BENCH_KEY}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

function sendOn(socket: Socket, take: () => Buffer | undefined, result: LoadResult, keepsBodies: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = '';
    let sentAt = 0;
    function send(): void {
      const message = take();
      sentAt = performance.now();
      if (message) socket.write(message);
      else resolve();
    }
    // One byte a character: lengths agree with what the head says.
    socket.setEncoding('latin1');
    socket.once('close', () => reject(new Error('the server closed a connection')));
    socket.on('data', (chunk: string) => {
      received += chunk;
      const headEnd = received.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const head = received.slice(0, headEnd);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      if (received.length < headEnd + 4 + length) return;
      if (keepsBodies) result.bodies.push(received.slice(headEnd + 4));
      received = '';
      const status = Number(head.slice(9, 12));
      result.statuses[status] = (result.statuses[status] ?? 0) + 1;
      result.latenciesMs.push(performance.now() - sentAt);
      send();
    });
    send();
  });
}
