import type { FastifyInstance } from 'fastify';

const EVERY_MS = 20;

/**
 * A server that closes ends idle connections once, at its beginning: those that were being answered then are kept alive
 * afterwards, and closing would wait for them until their clients let go.
 */
export function closeConnections(app: FastifyInstance): void {
  app.addHook('preClose', async () => {
    const { server } = app;
    if (!server.listening) return;
    const sweeping = setInterval(() => {
      if (!server.listening) server.closeIdleConnections();
    }, EVERY_MS);
    server.once('close', () => clearInterval(sweeping));
  });
}
