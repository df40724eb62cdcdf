import { connect, type Socket } from 'node:net';
import { percentile } from './measure-machine.ts';
import { print, say, sayFigure } from './report.ts';
import { QUEUE_COUNT, sampleQueues } from './sample-tasks.ts';
import { BENCH_KEY, type ServerProcess, startServer } from './server-process.ts';

/** Resident memory of the server with 100,000 open tasks of 600 bytes and 500 connected streams, at rest and while tasks change. */
const TASKS = 100_000;
const TASK_BYTES = 600;
const BATCH = 500;
const STREAMS = 500;
const CHANGES = 2_000;
const LIMIT_MB = 250;

const server = await startServer();
for (const queue of sampleQueues()) await server.call('POST', '/queues', queue);
say(`empty: ${print(server.rssMb())} MB`);
for (let from = 0; from < TASKS; from += BATCH) {
  const items = Array.from({ length: BATCH }, (_, index) => taskOf(from + index));
  const { status } = await server.call('POST', '/tasks/batch', { items });
  if (status !== 200) throw new Error(`a batch was answered with ${status}`);
}
say(`${print(TASKS)} tasks of ${TASK_BYTES} bytes, just written: ${print(server.rssMb())} MB`);
const streams = await openStreams(server);
say(`${STREAMS} streams, just connected: ${print(server.rssMb())} MB`);
const samples: number[] = [];
const sampling = setInterval(() => samples.push(server.rssMb()), 100);
for (let index = 0; index < CHANGES; index += 1) {
  await server.call('PATCH', '/tasks/', { uid: `task-${index * 7}`, fields: { note: `change ${index}` } });
}
await new Promise((resolve) => setTimeout(resolve, 3_000));
clearInterval(sampling);
const received = streams.map(({ bytes }) => bytes());
say(`each stream received ${print(Math.min(...received) / 1024)} to ${print(Math.max(...received) / 1024)} KiB`);
say(`at rest again: ${print(server.rssMb())} MB`);
for (const { socket } of streams) socket.destroy();
await server.stop();
sayFigure(`resident memory, highest of ${samples.length} samples`, percentile(samples, 1), { atMost: LIMIT_MB }, 'MB');

function taskOf(index: number): object {
  const queue = String(index % QUEUE_COUNT).padStart(2, '0');
  const task = {
    uid: `task-${index}`,
    fields: { title: `Claim ${index}`, partner: `VIP customer ${queue}`, integration: 'API', text: '' },
  };
  task.fields.text = 'x'.repeat(TASK_BYTES - JSON.stringify(task).length);
  return task;
}

function openStreams({ port }: ServerProcess): Promise<{ socket: Socket; bytes: () => number }[]> {
  return Promise.all(Array.from({ length: STREAMS }, () => openStream(port)));
}

/** Settles with the first bytes of the answer. */
function openStream(port: number): Promise<{ socket: Socket; bytes: () => number }> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      resolve({ socket, bytes: () => bytes });
    });
    socket.write(`GET /api/v1/sync/stream HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${BENCH_KEY}\r\n\r\n`);
  });
}
