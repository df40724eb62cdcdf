import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { closeConnections } from './close-connections.ts';

it('closing ends a kept connection whose last answer came meanwhile', async () => {
  const app = Fastify();
  closeConnections(app);
  const gate = Promise.withResolvers<void>();
  app.get('/', async () => {
    await gate.promise;
    return 'late';
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const agent = new Agent({ keepAlive: true });
  const sent = get({ agent, host: '127.0.0.1', port: (app.server.address() as AddressInfo).port });
  const answered = once(sent, 'response');
  await once(app.server, 'request');
  const closing = app.close();
  while (app.server.listening) await new Promise((resolve) => setImmediate(resolve));
  gate.resolve();
  const [answer] = (await answered) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  expect(answer.statusCode).toBe(200);
  // Without it this lasts as long as connections are kept: longer than a test may.
  await closing;
  agent.destroy();
});

it.each([
  ['half a head', 'GET / HTTP/1.1\r\nhost: a\r\n'],
  ['half a body', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"a"'],
])('closing does not wait for %s to come whole', async (_what, sent) => {
  const app = Fastify();
  closeConnections(app, 3);
  app.post('/', async () => 'all of it');
  await app.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined).write(sent);
  const [connection] = (await once(app.server, 'connection')) as [Socket];
  // A connection without anything on it is an idle one, which closing ends by itself.
  while (connection.bytesRead < sent.length) await new Promise((resolve) => setImmediate(resolve));
  await app.close();
  if (!socket.closed) await once(socket, 'close');
});
