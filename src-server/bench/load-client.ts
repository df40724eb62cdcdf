import { type Message, messageOf, openSender, type Sender, type SenderName } from './load-senders.ts';
import { sampleTask } from './sample-tasks.ts';

/** Sends requests over kept connections, one at a time on each. A process of its own: `send-load.ts` starts it. */
export interface Load {
  /** Connections are shared out among them. */
  ports: readonly number[];
  sender: SenderName;
  connections: number;
  requests: number;
  /** Goes into every name, so that no run meets the tasks of another one. */
  run: number;
  kind: { name: 'upsert' } | { name: 'next'; queue: string; people: readonly string[] };
}

export interface LoadResult {
  perSecond: number;
  /** What the client itself took of a processor, microseconds a request: the less, the more the server shows. */
  clientMicros: number;
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
  const { ports, connections, requests } = load;
  const messages = Array.from({ length: requests }, (_, index) => wantedOf(load, index));
  const senders = await Promise.all(
    Array.from({ length: connections }, (_, index) => openSender(load.sender, ports[index % ports.length] ?? 0)),
  );
  // A server takes one connection in a turn of its loop: callers are connected before they call.
  const greeting = messageOf('GET', '/health/live', '');
  await Promise.all(senders.map((sender) => sender.send(greeting)));
  const result: LoadResult = { perSecond: 0, clientMicros: 0, latenciesMs: [], statuses: {}, bodies: [] };
  let next = 0;
  const usedBefore = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(senders.map((sender) => sendOn(sender, () => messages[next++], result, load.kind.name === 'next')));
  result.perSecond = (requests / (performance.now() - startedAt)) * 1000;
  const used = process.cpuUsage(usedBefore);
  result.clientMicros = (used.user + used.system) / requests;
  for (const sender of senders) sender.close();
  return result;
}

function wantedOf({ kind, run }: Load, index: number): Message {
  switch (kind.name) {
    case 'upsert':
      return messageOf('PATCH', '/api/v1/tasks/', JSON.stringify(sampleTask(index, run)));
    case 'next': {
      const body = JSON.stringify({ assignee_uid: kind.people[index % kind.people.length] });
      return messageOf('POST', `/api/v1/queues/${kind.queue}/next`, body);
    }
  }
}

async function sendOn(sender: Sender, take: () => Message | undefined, result: LoadResult, keepsBodies: boolean): Promise<void> {
  for (let message = take(); message; message = take()) {
    const sentAt = performance.now();
    const { status, body } = await sender.send(message);
    result.latenciesMs.push(performance.now() - sentAt);
    result.statuses[status] = (result.statuses[status] ?? 0) + 1;
    if (keepsBodies) result.bodies.push(body);
  }
}
