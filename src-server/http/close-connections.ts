import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const EVERY_MS = 20;
/** How long a server that closes waits for a request to come whole, and for an answer to be read: 5 s in which it had its turn. */
const PATIENCE_LOOKS = 250;

/** What a connection carries now. */
interface Exchange {
  /** To its latest request; null once that was answered. */
  response: ServerResponse | null;
}

/**
 * A server that closes ends idle connections once, at its beginning: those that were being answered then are kept alive
 * afterwards, and closing would wait for them until their clients let go. Nor does it look for requests any more that never
 * come whole, and for clients that are gone without a word: they have a few seconds.
 */
export function closeConnections(app: FastifyInstance, patienceLooks = PATIENCE_LOOKS): void {
  const { server } = app;
  const connections = new Set<Socket>();
  const exchanges = new Map<Socket, Exchange>();
  server.on('connection', (connection: Socket) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  // Not the server's own event: each request would have the list of its listeners copied.
  app.addHook('onRequest', ({ raw: { socket } }, { raw: response }, done) => {
    const exchange = exchanges.get(socket);
    if (exchange) exchange.response = response;
    else {
      exchanges.set(socket, { response });
      socket.once('close', () => exchanges.delete(socket));
    }
    done();
  });
  // What was answered is let go: held until the next request comes, it would outlive collections that it need not.
  app.addHook('onResponse', ({ raw: { socket } }, { raw: response }, done) => {
    const exchange = exchanges.get(socket);
    if (exchange?.response === response) exchange.response = null;
    done();
  });

  /** Over TLS a connection is another object than the socket of its requests. */
  function cutOffOthers(): number {
    const answering = new Set([...exchanges].filter(([, { response }]) => isBeingAnswered(response)).map(([socket]) => addressOf(socket)));
    const others = [...connections].filter((connection) => !answering.has(addressOf(connection)));
    for (const connection of others) connection.destroy();
    return others.length;
  }

  app.addHook('preClose', async () => {
    if (!server.listening) return;
    let looks = 0;
    const sweeping = setInterval(() => {
      if (server.listening) return;
      looks += 1;
      server.closeIdleConnections();
      const cutOff = looks < patienceLooks ? 0 : cutOffOthers();
      if (cutOff > 0) app.log.warn({ connections: cutOff }, 'cut off: their requests did not come whole, or nobody read the answers');
    }, EVERY_MS);
    server.once('close', () => clearInterval(sweeping));
  });
}

function isBeingAnswered(response: ServerResponse | null): boolean {
  return response?.req.complete === true && !response.writableEnded;
}

function addressOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
