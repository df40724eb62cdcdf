import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
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
