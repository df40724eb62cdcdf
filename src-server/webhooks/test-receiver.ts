import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface ReceivedRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface TestReceiver {
  url: string;
  port: number;
  /** In the order in which they were read whole, whatever was answered. */
  requests: ReceivedRequest[];
  /** Connections that were opened. */
  connections: number;
  /** What is answered; 200 until set. */
  answer: (request: ReceivedRequest, response: ServerResponse) => void;
  /** Settles when that many requests have come. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
}

/** For tests: somebody else's endpoint, on a real socket. */
export async function openTestReceiver(): Promise<TestReceiver> {
  const sockets = new Set<Socket>();
  let waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer(async (incoming, response) => {
    const request = { path: incoming.url ?? '', headers: incoming.headers, body: await readWhole(incoming) };
    receiver.requests.push(request);
    receiver.answer(request, response);
    waiting = waiting.filter(({ count, resolve }) => {
      if (receiver.requests.length < count) return true;
      resolve();
      return false;
    });
  });
  server.on('connection', (socket) => {
    receiver.connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: TestReceiver = {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    requests: [],
    connections: 0,
    answer: (_request, response) => response.end(),
    received(count) {
      if (receiver.requests.length >= count) return Promise.resolve();
      return new Promise((resolve) => waiting.push({ count, resolve }));
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return receiver;
}

async function readWhole(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
