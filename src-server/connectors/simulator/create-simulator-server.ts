import { appendFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createRandom, type SeededRandom } from './create-random.ts';
import { createSimulatorClock, type SimulatorClock } from './create-simulator-clock.ts';
import { readSimulatorRequest } from './read-simulator-request.ts';
import type { SimulatorExchange, SimulatorFaults, SimulatorOptions } from './simulator.ts';
import { type SimulatorAnswer, SimulatorRefusal, type SimulatorRequest, type SimulatorRoute } from './simulator-request.ts';

/** What the vendors differ in. All but routes answers in the vendor's own words. */
export interface SimulatorServerOptions extends SimulatorOptions {
  routes: readonly SimulatorRoute[];
  /** Before the handler, with its params: sign-in, rights, limits. Throws a SimulatorRefusal; its headers join every answer. */
  admit?(request: SimulatorRequest, route: SimulatorRoute): Readonly<Record<string, string>>;
  /** No such path or method. */
  answerNotFound(request: SimulatorRequest): SimulatorAnswer;
  /** A body that says JSON and is none. */
  answerBadJson(request: SimulatorRequest): SimulatorAnswer;
  /** The fault `rateLimited`: with the vendor's headers and body. */
  answerRateLimited(request: SimulatorRequest): SimulatorAnswer;
  /** The fault `serverError`. */
  answerServerError(request: SimulatorRequest): SimulatorAnswer;
}

export interface SimulatorServer {
  readonly baseUrl: string;
  readonly clock: SimulatorClock;
  setFaults(faults: SimulatorFaults | null): void;
  addViolation(violation: string): void;
  violations(): string[];
  exchanges(): readonly SimulatorExchange[];
  stop(): Promise<void>;
}

/** A server on loopback, with the vendor's clock in its `Date` header. */
export async function createSimulatorServer(options: SimulatorServerOptions): Promise<SimulatorServer> {
  const clock = createSimulatorClock(options);
  const violations: string[] = [];
  const exchanges: SimulatorExchange[] = [];
  const stopping = new AbortController();
  let faults: { shares: SimulatorFaults; random: SeededRandom } | null = null;

  const answerAndRecord = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readSimulatorRequest(incoming, options.routes);
    const fault = faults === null ? null : drawFault(faults.shares, faults.random);
    if (fault !== null && fault.waitMs > 0) {
      await delay(fault.waitMs, undefined, { signal: stopping.signal });
    }
    const answer = answerWithFault(options, request, fault, violations);
    const exchange = send(outgoing, request, answer, clock, fault?.kind === 'cut');
    if (options.isRecording || options.recordPath !== undefined) {
      exchanges.push(exchange);
    }
  };
  const server = createServer((incoming, outgoing) => {
    answerAndRecord(incoming, outgoing).catch((error: unknown) => {
      if (!stopping.signal.aborted && !incoming.destroyed) {
        violations.push(`The simulator itself failed at ${incoming.method} ${incoming.url}: ${String(error)}`);
      }
      outgoing.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The simulator has no port');
  }
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    clock,
    setFaults: (shares) => {
      faults = shares === null ? null : { shares, random: createRandom(shares.seed) };
    },
    addViolation: (violation) => violations.push(violation),
    violations: () => [...violations],
    exchanges: () => exchanges,
    stop: async () => {
      stopping.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      if (options.recordPath !== undefined) {
        appendFileSync(options.recordPath, exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''));
      }
    },
  };
}

interface Fault {
  kind: 'none' | 'rate_limited' | 'server_error' | 'server_error_after' | 'cut';
  waitMs: number;
}

/** Always draws the same count of numbers, so that one fault more does not shift all the others. */
function drawFault(shares: SimulatorFaults, random: SeededRandom): Fault {
  const waitMs = random.next() * (shares.slowMs ?? 0);
  const drawn = random.next();
  const isAfter = random.next() < 0.5;
  const rateLimited = shares.rateLimited ?? 0;
  const serverError = rateLimited + (shares.serverError ?? 0);
  if (drawn < rateLimited) {
    return { kind: 'rate_limited', waitMs };
  }
  if (drawn < serverError) {
    return { kind: isAfter ? 'server_error_after' : 'server_error', waitMs };
  }
  return { kind: drawn < serverError + (shares.cut ?? 0) ? 'cut' : 'none', waitMs };
}

function answerWithFault(
  options: SimulatorServerOptions,
  request: Awaited<ReturnType<typeof readSimulatorRequest>>,
  fault: Fault | null,
  violations: string[],
): SimulatorAnswer {
  if (fault?.kind === 'rate_limited') {
    return options.answerRateLimited(request);
  }
  if (fault?.kind === 'server_error') {
    return options.answerServerError(request);
  }
  const answer = answerRequest(options, request, violations);
  return fault?.kind === 'server_error_after' ? options.answerServerError(request) : answer;
}

function answerRequest(
  options: SimulatorServerOptions,
  request: Awaited<ReturnType<typeof readSimulatorRequest>>,
  violations: string[],
): SimulatorAnswer {
  try {
    if (request.route === null) {
      throw new SimulatorRefusal(options.answerNotFound(request), 'There is no such path');
    }
    const headers = options.admit?.(request, request.route) ?? {};
    if (request.isJsonBroken) {
      throw new SimulatorRefusal(options.answerBadJson(request), 'The body is no JSON');
    }
    const answer = request.route.handle(request);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  } catch (error) {
    if (!(error instanceof SimulatorRefusal)) {
      throw error;
    }
    if (error.violation !== null) {
      violations.push(`${request.method} ${request.url}: ${error.violation}`);
    }
    return error.answer;
  }
}

function send(
  outgoing: ServerResponse,
  request: SimulatorRequest,
  answer: SimulatorAnswer,
  clock: SimulatorClock,
  isCut: boolean,
): SimulatorExchange {
  const body = answer.json === undefined ? (answer.text ?? '') : JSON.stringify(answer.json);
  const responseHeaders: Record<string, string> = {
    date: new Date(clock.nowMs()).toUTCString(),
    ...(answer.json === undefined ? {} : { 'content-type': 'application/json;charset=utf-8' }),
    ...answer.headers,
  };
  const bytes = Buffer.from(body);
  outgoing.writeHead(answer.status, { ...responseHeaders, 'content-length': String(bytes.length) });
  if (isCut) {
    // Gives the half time to leave; destroying at once would drop it, and the headers with it.
    outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy());
  } else {
    outgoing.end(bytes);
  }
  return {
    method: request.method,
    url: request.url,
    requestHeaders: { ...request.headers },
    requestBody: request.rawBody,
    status: answer.status,
    responseHeaders,
    responseBody: body,
  };
}
