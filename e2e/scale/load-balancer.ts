import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';

export interface LoadBalancer {
  port: number;
  /** Sends nothing new to the server on this port; settles when it has answered what it had, or after the time. */
  drain(port: number, timeoutMs: number): Promise<void>;
  /** The port of the server that answers a write with success next, in the moment in which the answer is whole; null after the time. */
  nextAcknowledgement(timeoutMs: number): Promise<number | null>;
  /** What it did: requests carried, carried on to another server, and lost with a server. */
  readonly counts: { carried: number; carriedOn: number; lost: number; nobody: number };
  close(): Promise<void>;
}

interface Backend {
  port: number;
  agent: Agent;
  isHealthy: boolean;
  isDraining: boolean;
  /** Without streams, which do not end by themselves. */
  inFlight: number;
}

const CHECK_MS = 200;
const CHECK_TIMEOUT_MS = 2_000;
const BODY_BYTES_MAXIMUM = 16 * 1024 * 1024;

/** What became of a request at one server. `unreached`: the server has seen nothing of it. */
type Outcome = 'answered' | 'unreached' | 'lost';

/**
 * As small as a load balancer can be: round-robin over the servers that say they are ready. A request is sent on to
 * another server only where that is safe: when the first one cannot have seen it, or when it only reads. Else its
 * client is told 502 and has to know what to do.
 */
export async function startLoadBalancer(ports: readonly number[]): Promise<LoadBalancer> {
  const backends: Backend[] = ports.map((port) => ({
    port,
    agent: new Agent({ keepAlive: true }),
    isHealthy: true,
    isDraining: false,
    inFlight: 0,
  }));
  const counts = { carried: 0, carriedOn: 0, lost: 0, nobody: 0 };
  const awaiting = new Set<(port: number) => void>();
  let turn = 0;

  function next(tried: ReadonlySet<Backend>): Backend | null {
    const usable = backends.filter((backend) => backend.isHealthy && !backend.isDraining && !tried.has(backend));
    turn += 1;
    return usable[turn % usable.length] ?? null;
  }

  async function carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    counts.carried += 1;
    const body = await readBody(request);
    const tried = new Set<Backend>();
    for (;;) {
      const backend = next(tried);
      if (!backend) {
        counts.nobody += 1;
        return refuse(response, 503, 'no server is ready');
      }
      tried.add(backend);
      const outcome = await forward(backend, request, body, response, noteAcknowledgement);
      if (outcome === 'answered') return;
      if (outcome === 'unreached') backend.isHealthy = false;
      if (outcome === 'lost' && request.method !== 'GET') {
        counts.lost += 1;
        return refuse(response, 502, 'the server was lost');
      }
      counts.carriedOn += 1;
    }
  }

  function noteAcknowledgement({ port }: Backend): void {
    for (const tell of awaiting) tell(port);
    awaiting.clear();
  }

  const checking = setInterval(() => void Promise.all(backends.map(checkHealth)), CHECK_MS);
  const server = createServer((request, response) => {
    // Whoever sent half a request and went away needs no answer.
    carry(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the load balancer has no port');

  return {
    port: address.port,
    counts,
    async drain(port, timeoutMs) {
      const backend = backends.find((each) => each.port === port);
      if (!backend) throw new Error(`there is no server on ${port}`);
      backend.isDraining = true;
      const deadline = performance.now() + timeoutMs;
      while (backend.inFlight > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
      // It comes back when it is ready again, and not before it was gone.
      backend.isHealthy = false;
      backend.isDraining = false;
    },
    nextAcknowledgement: (timeoutMs) =>
      new Promise((resolve) => {
        const late = setTimeout(() => {
          awaiting.delete(settle);
          resolve(null);
        }, timeoutMs);
        const settle = (port: number) => {
          clearTimeout(late);
          resolve(port);
        };
        awaiting.add(settle);
      }),
    async close() {
      clearInterval(checking);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      for (const { agent } of backends) agent.destroy();
    },
  };
}

function forward(
  backend: Backend,
  incoming: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  noteAcknowledgement: (backend: Backend) => void,
): Promise<Outcome> {
  backend.inFlight += 1;
  let isCounted = true;
  const leave = () => {
    if (isCounted) backend.inFlight -= 1;
    isCounted = false;
  };
  return new Promise<Outcome>((resolve) => {
    let isConnected = false;
    const { connection: _, 'transfer-encoding': __, ...headers } = incoming.headers;
    const request = openRequest({
      port: backend.port,
      host: '127.0.0.1',
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers: { ...headers, 'content-length': String(body.length) },
      agent: backend.agent,
    });
    request.on('socket', (socket) => {
      isConnected = !socket.connecting;
      if (isConnected) return;
      socket.once('connect', () => {
        isConnected = true;
      });
    });
    request.on('response', (answer) => {
      if (answer.headers['content-type']?.startsWith('text/event-stream')) leave();
      const { connection: _connection, ...answerHeaders } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, answerHeaders);
      response.flushHeaders();
      answer.pipe(response);
      if (isAcknowledgement(incoming.method, answer.statusCode)) answer.once('end', () => noteAcknowledgement(backend));
      answer.once('close', () => {
        // An answer that broke off must not look whole.
        if (!answer.complete) response.destroy();
        resolve('answered');
      });
    });
    request.once('error', () => resolve(isConnected ? 'lost' : 'unreached'));
    request.once('close', leave);
    response.once('close', () => request.destroy());
    request.end(body);
  });
}

function isAcknowledgement(method: string | undefined, status = 0): boolean {
  return method !== 'GET' && method !== 'HEAD' && status >= 200 && status < 300;
}

/** Ready once it says so; a server that hangs is none. */
function checkHealth(backend: Backend): Promise<void> {
  return new Promise((resolve) => {
    const settle = (isHealthy: boolean) => {
      if (!backend.isDraining) backend.isHealthy = isHealthy;
      resolve();
    };
    const request = openRequest({ port: backend.port, host: '127.0.0.1', path: '/health/ready', timeout: CHECK_TIMEOUT_MS });
    request.once('response', (answer) => {
      answer.resume();
      settle(answer.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => settle(false));
    request.once('close', () => resolve());
    request.end();
  });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > BODY_BYTES_MAXIMUM) throw new Error('the body is too large');
  }
  return Buffer.concat(chunks);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' });
  response.end(JSON.stringify({ error: { code: 'balancer', message, requestId: '' } }));
}
