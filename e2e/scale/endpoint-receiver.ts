import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import type { WebhookBody } from '../../src-shared/schema/event.ts';
import type { Figures } from './figures.ts';
import type { Random } from './retrying-client.ts';

/** A request that came whole, with a signature that verifies. */
export interface Receipt {
  webhookId: string;
  taskUid: string;
  version: number;
  bytes: string;
  body: WebhookBody;
  atMs: number;
  answered: number;
}

export interface EndpointReceiver {
  readonly name: string;
  readonly port: number;
  readonly url: string;
  readonly receipts: readonly Receipt[];
  expectSecret(secret: string): void;
  /**
   * The next request is taken and its answer held back. Settles with the sender's port, or null when none came in time;
   * `release` must be called.
   */
  holdNext(timeoutMs: number): Promise<{ senderPort: number; release: () => void } | null>;
  close(): Promise<void>;
}

export interface ReceiverOptions {
  name: string;
  figures: Figures;
  random: Random;
}

/** One in so many is refused the first time it comes; as many are answered late. */
const REFUSED_OF = 200;
const LATE_OF = 50;
const LATE_MS = 300;

/** A customer's endpoint: verifies with the public library, refuses a few at first, is slow with some, and keeps all. */
export async function startEndpointReceiver({ name, figures, random }: ReceiverOptions): Promise<EndpointReceiver> {
  const receipts: Receipt[] = [];
  const seen = new Set<string>();
  let verifier: Webhook | null = null;
  let holding: ((request: IncomingMessage, release: () => void) => void) | null = null;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => take(request, response, Buffer.concat(chunks).toString('utf8')));
  });

  function take(request: IncomingMessage, response: ServerResponse, bytes: string): void {
    const receipt = read(request, bytes);
    if (!receipt) {
      response.writeHead(401).end();
      return;
    }
    const isNew = !seen.has(receipt.webhookId);
    seen.add(receipt.webhookId);
    receipt.answered = isNew && random.next() < 1 / REFUSED_OF ? 503 : 200;
    receipts.push(receipt);
    const answer = () => response.writeHead(receipt.answered, receipt.answered === 503 ? { 'retry-after': '1' } : {}).end();
    if (holding && receipt.answered === 200) {
      holding(request, answer);
      holding = null;
    } else if (random.next() < 1 / LATE_OF) setTimeout(answer, LATE_MS);
    else answer();
  }

  function read(request: IncomingMessage, bytes: string): Receipt | null {
    const { headers } = request;
    try {
      verifier?.verify(bytes, headers as Record<string, string>);
      const body = JSON.parse(bytes) as WebhookBody;
      const version = Number(headers['docket-task-version']);
      const webhookId = String(headers['webhook-id']);
      return { webhookId, taskUid: body.data.task.id, version, bytes, body, atMs: performance.now(), answered: 0 };
    } catch (error) {
      figures.fault('a webhook does not verify', `${name}: ${String(error)}: ${bytes.slice(0, 200)}`);
      return null;
    }
  }

  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the receiver has no port');

  return {
    name,
    port: address.port,
    url: `http://127.0.0.1:${address.port}/${name}`,
    receipts,
    expectSecret(secret) {
      verifier = new Webhook(secret);
    },
    holdNext(timeoutMs) {
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          holding = null;
          resolve(null);
        }, timeoutMs);
        holding = (request, release) => {
          clearTimeout(timer);
          resolve({ senderPort: request.socket.remotePort ?? 0, release });
        };
      });
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
