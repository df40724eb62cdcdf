import { createServer } from 'node:http';
import type { VendorEvent } from '../vendor.ts';

export interface EventReceiver {
  readonly url: string;
  /** The next event that came, or comes. */
  next(): Promise<VendorEvent>;
  close(): Promise<void>;
}

/** For tests: where a simulator can send its events. */
export async function openEventReceiver(): Promise<EventReceiver> {
  const arrived: VendorEvent[] = [];
  let onArrival: (() => void) | null = null;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) {
      chunks.push(chunk);
    }
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    arrived.push({ method: incoming.method ?? '', url: `${origin}${incoming.url}`, headers, rawBody: Buffer.concat(chunks) });
    outgoing.end();
    onArrival?.();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url: `${origin}/events`,
    next: async () => {
      for (;;) {
        const event = arrived.shift();
        if (event) {
          return event;
        }
        await new Promise<void>((resolve) => {
          onArrival = resolve;
        });
      }
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
