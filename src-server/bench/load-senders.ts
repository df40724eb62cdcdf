import { Agent, request as sendOverHttp } from 'node:http';
import { connect, type Socket } from 'node:net';
import { BENCH_KEY } from './server-process.ts';

export interface Message {
  method: string;
  path: string;
  /** Empty: none. */
  body: string;
  /** The whole of it, for those who write it as it is: made before anything is measured. */
  bytes: Buffer;
}

export function messageOf(method: string, path: string, body: string): Message {
  return { method, path, body, bytes: bytesOf(method, path, body) };
}

export interface Reply {
  status: number;
  body: string;
}

/** Sends one message at a time, over a connection that is kept. */
export interface Sender {
  send(message: Message): Promise<Reply>;
  close(): void;
}

/**
 * `sockets` writes prepared bytes and reads no more of an answer than its length: no client costs less. `http` is Node's own
 * client with a keep-alive agent, under which most integrations run; `fetch` is what newer ones call.
 */
export type SenderName = 'sockets' | 'http' | 'fetch';

export function openSender(name: SenderName, port: number): Promise<Sender> {
  switch (name) {
    case 'sockets':
      return openSocketSender(port);
    case 'http':
      return Promise.resolve(openHttpSender(port));
    case 'fetch':
      return Promise.resolve(fetchSender(port));
  }
}

const HEADERS = { authorization: `Bearer ${BENCH_KEY}`, 'content-type': 'application/json' };

function openHttpSender(port: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    send: ({ method, path, body }) =>
      new Promise((resolve, reject) => {
        const headers = { ...HEADERS, 'content-length': Buffer.byteLength(body) };
        const sent = sendOverHttp({ agent, host: '127.0.0.1', port, method, path, headers }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
        });
        sent.once('error', reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}

function fetchSender(port: number): Sender {
  return {
    async send({ method, path, body }) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: HEADERS, ...(body === '' ? {} : { body }) });
      return { status: answer.status, body: await answer.text() };
    },
    close: () => undefined,
  };
}

/** What came is looked at before the next connection is read. */
const READ_INTO = Buffer.allocUnsafe(65_536);

async function openSocketSender(port: number): Promise<Sender> {
  let waiting: { resolve(reply: Reply): void; reject(error: Error): void } | null = null;
  let received = '';
  const socket = await open(port, (count) => {
    // One byte a character: lengths agree with what the head says.
    received += READ_INTO.toString('latin1', 0, count);
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = received.slice(0, headEnd);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    if (received.length < headEnd + 4 + length) return;
    const reply = { status: Number(head.slice(9, 12)), body: received.slice(headEnd + 4) };
    received = '';
    waiting?.resolve(reply);
  });
  socket.once('close', () => waiting?.reject(new Error('the server closed a connection')));
  return {
    send: (message) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(message.bytes);
      }),
    close: () => socket.destroy(),
  };
}

/** Without the stream in between: `read` gets how many bytes stand in `READ_INTO`. */
function open(port: number, read: (count: number) => void): Promise<Socket> {
  const callback = (count: number) => {
    read(count);
    return true;
  };
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', noDelay: true, onread: { buffer: READ_INTO, callback } };
    const socket = connect(options, () => resolve(socket));
    socket.once('error', reject);
  });
}

function bytesOf(method: string, path: string, body: string): Buffer {
  const head = Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}`);
  const length = `content-length: ${Buffer.byteLength(body)}`;
  return Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${head.join('\r\n')}\r\n${length}\r\n\r\n${body}`);
}
