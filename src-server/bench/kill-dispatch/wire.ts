import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came. */
export interface Arrival {
  webhookId: string;
  taskUid: string;
  version: number;
  bytes: string;
}

/** The receiving end, which sees what a sender that is killed leaves behind. */
export interface Wire {
  url: string;
  arrivals: readonly Arrival[];
  /** Of every message that came again: how long after its sender's death, in milliseconds. */
  takeoversMs: readonly number[];
  /** A sender was killed just now. */
  noteDeath(): void;
  close(): Promise<void>;
}

/** Answers take up to this long, so that some are always open. */
const ANSWER_MS = 20;

export async function openWire(): Promise<Wire> {
  const arrivals: Arrival[] = [];
  const takeoversMs: number[] = [];
  const deathsMs: number[] = [];
  const cameAtMs = new Map<string, number>();

  function take(request: IncomingMessage, response: ServerResponse, bytes: string): void {
    const { headers } = request;
    const webhookId = String(headers['webhook-id']);
    const taskUid = /"task":\{"id":"([^"]+)"/.exec(bytes)?.[1] ?? '';
    arrivals.push({ webhookId, taskUid, version: Number(headers['docket-task-version']), bytes });
    const cameAt = cameAtMs.get(webhookId);
    // Whoever had sent it died before its answer was written down: the first death after it came.
    const death = cameAt === undefined ? undefined : deathsMs.find((diedAt) => diedAt > cameAt);
    if (death !== undefined) takeoversMs.push(performance.now() - death);
    cameAtMs.set(webhookId, performance.now());
    setTimeout(() => response.end(), (arrivals.length * 7) % ANSWER_MS);
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
    noteDeath: () => void deathsMs.push(performance.now()),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
