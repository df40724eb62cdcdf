import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../clock.ts';

/**
 * Somebody's endpoint, in a process of its own: answers 200 at once, on `/hang` never. Counts, and says how long after
 * its transition each event arrived: the body has the time of the command, so that the commit is measured with it.
 */
let received = 0;
let latenciesMs: number[] = [];
let lastAtMs = 0;
/** Every copy of a message after its first. */
let repeats = 0;
const seen = new Set<string>();

const server = createServer((request, response) => {
  const atMicros = systemClock.nowMicros();
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/hang') return;
    response.end();
    received += 1;
    lastAtMs = performance.now();
    const id = String(request.headers['webhook-id']);
    if (seen.has(id)) repeats += 1;
    seen.add(id);
    const at = /"at":"([^"]+)"/.exec(Buffer.concat(chunks).toString('latin1'))?.[1];
    if (at !== undefined) latenciesMs.push(atMicros / 1_000 - millisOf(at));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

// However the benchmark ends, this does not stay behind.
process.once('disconnect', () => process.exit());

process.on('message', (question: 'tell' | 'reset') => {
  process.send?.({ received, latenciesMs, lastAtMs, repeats, nowMs: performance.now() } satisfies ReceiverFigures);
  if (question === 'tell') return;
  received = 0;
  latenciesMs = [];
});

function millisOf(at: string): number {
  const micros = Number(at.slice(20, 26));
  return Date.parse(`${at.slice(0, 19)}Z`) + micros / 1_000;
}

export interface ReceiverFigures {
  received: number;
  latenciesMs: number[];
  /** When the last request came, and now, by the receiver's own clock. */
  lastAtMs: number;
  nowMs: number;
  repeats: number;
}
