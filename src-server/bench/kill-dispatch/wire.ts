import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came. */
export interface Arrival {
  webhookId: string;
  taskUid: string;
  version: number;
  bytes: string;
  /** Whether the sender lived to read the answer. */
  isAnswered: boolean;
}

/** The receiving end, which sees what a sender that is killed leaves behind. */
export interface Wire {
  url: string;
  arrivals: readonly Arrival[];
  /** From when a request was cut off by its sender's death until the message came again, in milliseconds. */
  takeoversMs: readonly number[];
  /** Messages that were cut off and have not come again. */
  readonly cut: number;
  close(): Promise<void>;
}

/** Answers take up to this long, so that some are always open. */
const ANSWER_MS = 20;

export async function openWire(): Promise<Wire> {
  const arrivals: Arrival[] = [];
  const takeoversMs: number[] = [];
  const cutAtMs = new Map<string, number>();

  function take(request: IncomingMessage, response: ServerResponse, bytes: string): void {
    const { headers } = request;
    const webhookId = String(headers['webhook-id']);
    const taskUid = /"task":\{"id":"([^"]+)"/.exec(bytes)?.[1] ?? '';
    const arrival = { webhookId, taskUid, version: Number(headers['docket-task-version']), bytes, isAnswered: false };
    arrivals.push(arrival);
    const cutAt = cutAtMs.get(webhookId);
    if (cutAt !== undefined) takeoversMs.push(performance.now() - cutAt);
    cutAtMs.delete(webhookId);
    response.once('close', () => {
      if (!arrival.isAnswered) cutAtMs.set(webhookId, performance.now());
    });
    setTimeout(
      () => {
        if (response.destroyed) return;
        arrival.isAnswered = true;
        response.end();
      },
      (arrivals.length * 7) % ANSWER_MS,
    );
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => take(request, response, Buffer.concat(chunks).toString('utf8')));
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    arrivals,
    takeoversMs,
    get cut() {
      return cutAtMs.size;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
