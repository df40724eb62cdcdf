import { Agent, type IncomingHttpHeaders, request as openRequest } from 'node:http';
import type { createRandom } from '../../resources/demo-data/random.ts';
import { Patience } from '../fixtures/patience.ts';
import type { Figures } from './figures.ts';

export type Random = ReturnType<typeof createRandom>;

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: unknown;
}

export interface Call {
  method: string;
  path: string;
  body?: unknown;
  /** Makes it safe to send again. Without it the request must be safe by its nature. */
  idempotencyKey?: string;
  /** What it is called in the figures. */
  kind: string;
}

export interface ClientOptions {
  port: number;
  token: string;
  figures: Figures;
  random: Random;
  /** How often an answer is thrown away as if it had been lost on the way: 0 to 1. */
  losesAnswers: number;
}

const ATTEMPT_MS = 15_000;
const GIVE_UP_MS = 90_000;
/** Nobody has done anything, or nobody knows: it is to be sent again. */
const PASSING = new Set([429, 502, 503, 504]);

/** A client that knows that connections break: it sends again, under the same key, until there is an answer. */
export class RetryingClient {
  private readonly options: ClientOptions;
  private readonly agent = new Agent({ keepAlive: true });
  private isClosed = false;

  constructor(options: ClientOptions) {
    this.options = options;
  }

  /** The server's answer, refusals too. Throws when there is none after 90 s, longer where the machine is slow. */
  async send(call: Call): Promise<Answer> {
    const { figures, random } = this.options;
    const patience = new Patience(GIVE_UP_MS);
    for (let attempt = 1; ; attempt += 1) {
      const attemptedAt = performance.now();
      const answer = await this.attempt(call).catch((error: Error) => {
        figures.count(`again: ${error.message}`);
        return null;
      });
      if (answer && !isPassing(answer)) {
        figures.count('requests');
        figures.time(call.kind, performance.now() - attemptedAt);
        if (answer.headers['docket-repeated']) figures.count('answers repeated by the server');
        if (answer.status >= 500) figures.fault('answered 5xx', `${call.method} ${call.path}: ${JSON.stringify(answer.body)}`);
        return answer;
      }
      if (answer) figures.count(`again: ${answer.status} ${codeOf(answer)}`);
      if (this.isClosed) throw new Error('the run is over');
      if (patience.isOver) throw new Error(`no answer to ${call.method} ${call.path} after ${attempt} tries`);
      await new Promise((resolve) => setTimeout(resolve, Math.min(50 * attempt, 500) * (0.5 + random.next())));
    }
  }

  /** What has no answer yet is sent no more. */
  close(): void {
    this.isClosed = true;
    this.agent.destroy();
  }

  private attempt(call: Call): Promise<Answer> {
    const { port, token, random, losesAnswers } = this.options;
    const loss = random.next() < losesAnswers ? random.pick(['sent', 'answered'] as const) : null;
    const body = call.body === undefined ? '' : JSON.stringify(call.body);
    return new Promise((resolve, reject) => {
      const request = openRequest({
        port,
        host: '127.0.0.1',
        method: call.method,
        path: `/api/v1${call.path}`,
        agent: this.agent,
        headers: {
          authorization: `Bearer ${token}`,
          'docket-protocol': '1',
          'content-length': String(Buffer.byteLength(body)),
          ...(body === '' ? {} : { 'content-type': 'application/json' }),
          ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
        },
        timeout: ATTEMPT_MS,
      });
      const lose = (when: string) => {
        reject(new Error(when));
        request.destroy();
      };
      request.once('timeout', () => lose(`no answer to ${call.kind} in time`));
      request.once('error', (error: NodeJS.ErrnoException) => reject(new Error(error.code ?? error.message)));
      request.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('end', () => {
          if (loss === 'answered') return lose('the answer was lost');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: parse(Buffer.concat(chunks).toString()) });
        });
        response.once('close', () => reject(new Error('the answer broke off')));
      });
      request.end(body);
      // The server may have all of it, some of it, or have it done already.
      if (loss === 'sent') setTimeout(() => lose('the connection was lost'), random.next() * 30);
    });
  }
}

function isPassing(answer: Answer): boolean {
  return PASSING.has(answer.status) || ((answer.status === 409 || answer.status === 207) && answer.headers['retry-after'] !== undefined);
}

function codeOf({ body }: Answer): string {
  return typeof body === 'object' && body !== null && 'error' in body ? String((body.error as { code?: unknown }).code) : '';
}

function parse(text: string): unknown {
  return text === '' ? null : (JSON.parse(text) as unknown);
}
