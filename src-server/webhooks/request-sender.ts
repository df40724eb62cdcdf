import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { describeFailure, RequestFailure } from './request-failure.ts';
import { literalOf, type ParsedTarget, parseTarget, type TargetVetting, vetAddresses } from './webhook-target.ts';

interface OutgoingRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** The exact text to send. */
  body: string;
}

export interface RequestOutcome {
  status: number | null;
  /** One sentence when the request failed, null when it was answered 2xx, and whole. */
  error: string | null;
  /** At most 16 KiB of the answer's body. */
  answer: string;
  retryAfter: string | null;
  durationMs: number;
  /** The sender was closed before the answer came. */
  isAborted: boolean;
  /** The target is forbidden: nothing was sent. */
  isForbidden: boolean;
}

export interface RequestSender {
  /** Never rejects. Vets the address of every connection that it opens; follows no redirect. */
  send(request: OutgoingRequest): Promise<RequestOutcome>;
  /** Breaks off what is under way. */
  close(): void;
}

export interface RequestSenderOptions extends TargetVetting {
  connectTimeoutMs?: number;
  totalTimeoutMs?: number;
}

const ANSWER_BYTES_MAXIMUM = 16 * 1024;
const ANSWER_HEADER_BYTES_MAXIMUM = 16 * 1024;
const IDLE_CONNECTION_MS = 30_000;
/** Kept connections may have been closed by the other side without our knowing: as many may fail in a row. */
const STALE_CONNECTIONS_MAXIMUM = 3;
const CUT = 'The answer was cut before its end.';

/** POSTs over kept connections of `node:http`, pinned to vetted addresses. 5 s to connect, 15 s in all by default. */
export function createRequestSender(options: RequestSenderOptions): RequestSender {
  const { connectTimeoutMs = 5_000, totalTimeoutMs = 15_000 } = options;
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, timeout: IDLE_CONNECTION_MS, lookup: vettingLookup('http:', options) }),
    'https:': new HttpsAgent({ keepAlive: true, timeout: IDLE_CONNECTION_MS, lookup: vettingLookup('https:', options) }),
  };
  const underWay = new Set<ClientRequest>();
  let isClosed = false;

  function open(url: URL, { headers, body }: OutgoingRequest): ClientRequest {
    const settings = {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      maxHeaderSize: ANSWER_HEADER_BYTES_MAXIMUM,
    };
    return url.protocol === 'https:'
      ? httpsRequest(url, { ...settings, agent: agents['https:'] })
      : httpRequest(url, { ...settings, agent: agents['http:'] });
  }

  /** One exchange on one connection. Rejects with what went wrong. */
  function exchange(
    url: URL,
    outgoing: OutgoingRequest,
    deadlineMs: number,
  ): Promise<Pick<RequestOutcome, 'status' | 'answer' | 'retryAfter'>> {
    return new Promise((resolve, reject) => {
      const request = open(url, outgoing);
      underWay.add(request);
      const total = setTimeout(() => {
        reject(new RequestFailure(`No complete answer came within ${totalTimeoutMs / 1000} seconds.`));
        request.destroy();
      }, deadlineMs);
      const stopConnectTimer = limitConnecting(request, connectTimeoutMs);
      let answered: IncomingMessage | null = null;
      request.on('response', (response) => {
        answered = response;
        const finish = (answer: string) =>
          resolve({ status: response.statusCode ?? null, answer, retryAfter: response.headers['retry-after'] ?? null });
        readAnswer(response, finish, reject);
      });
      request.on('error', (error) => {
        // Some send more than they announced, such as a text with a 204: the answer is whole, and its end follows.
        if (answered?.complete) return;
        reject(request.reusedSocket && isStale(error) ? new StaleConnection(error) : error);
      });
      request.on('close', () => {
        clearTimeout(total);
        stopConnectTimer();
        underWay.delete(request);
        reject(new RequestFailure(answered ? CUT : 'The connection was closed before an answer came.'));
      });
      request.end(outgoing.body);
    });
  }

  async function exchangeFresh(url: URL, outgoing: OutgoingRequest, startedAt: number) {
    for (let stale = 0; ; stale += 1) {
      try {
        return await exchange(url, outgoing, Math.max(1, totalTimeoutMs - (performance.now() - startedAt)));
      } catch (error) {
        if (!(error instanceof StaleConnection)) throw error;
        if (stale >= STALE_CONNECTIONS_MAXIMUM) throw error.cause;
      }
    }
  }

  return {
    async send(outgoing) {
      const startedAt = performance.now();
      const failed = (error: string, status: number | null = null): RequestOutcome => ({
        status,
        error,
        answer: '',
        retryAfter: null,
        durationMs: Math.round(performance.now() - startedAt),
        isAborted: isClosed,
        isForbidden: false,
      });
      const target = vetLiteral(outgoing.url, options);
      if (!target.ok) return { ...failed(target.refusal), isForbidden: true };
      if (isClosed) return failed('The server is stopping.');
      try {
        const { status, answer, retryAfter } = await exchangeFresh(target.url, outgoing, startedAt);
        return { ...failed(''), status, answer, retryAfter, error: errorOfStatus(status), isAborted: false };
      } catch (error) {
        const failure = describeFailure(error, target.url);
        return { ...failed(failure.sentence), isForbidden: failure.isForbidden };
      }
    },
    close() {
      isClosed = true;
      for (const request of underWay) request.destroy(new RequestFailure('The server is stopping.'));
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

/** A connector's `lookup` is not called for an address in the url, so those are checked before anything else. */
export function vetLiteral(text: string, { guard }: TargetVetting): ParsedTarget {
  const target = parseTarget(text);
  if (!target.ok) return target;
  const literal = literalOf(target.url.hostname);
  if (literal === null) return target;
  const refusal =
    guard.refusalOf(literal) ??
    (target.url.protocol === 'http:' && !guard.isListed(literal) ? 'The address must start with https://.' : null);
  return refusal === null ? target : { ok: false, refusal };
}

/** Resolves, vets, and gives the connector nothing but what was vetted. */
export function vettingLookup(protocol: string, vetting: TargetVetting): LookupFunction {
  return (hostname, lookupOptions, callback) => {
    vetAddresses(hostname, protocol, vetting).then(
      (vetted) => {
        if (!vetted.ok) return callback(new RequestFailure(vetted.refusal, true), [], 0);
        const found = vetted.addresses.map((address) => ({ address, family: isIP(address) }));
        const first = found[0];
        if (lookupOptions.all || !first) callback(null, found, 0);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, [], 0),
    );
  };
}

export function limitConnecting(request: ClientRequest, timeoutMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearTimeout(timer);
  request.once('socket', (socket) => {
    if (!socket.connecting) return;
    const seconds = timeoutMs / 1000;
    timer = setTimeout(() => request.destroy(new RequestFailure(`No connection could be made within ${seconds} seconds.`)), timeoutMs);
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', stop);
  });
  return stop;
}

/**
 * Reads up to the maximum and breaks off there; an answer that is cut before its end is a failure. Calls back in the same
 * turn as the last byte: the request's `close`, which follows, would otherwise come first.
 */
function readAnswer(response: IncomingMessage, resolve: (answer: string) => void, reject: (error: Error) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  // PostgreSQL keeps no NUL in a text.
  const finish = () => resolve(Buffer.concat(chunks).subarray(0, ANSWER_BYTES_MAXIMUM).toString('utf8').replaceAll('\u0000', '\ufffd'));
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= ANSWER_BYTES_MAXIMUM) return;
    finish();
    response.destroy();
  });
  response.on('end', finish);
  response.on('error', () => reject(new RequestFailure(CUT)));
}

function errorOfStatus(status: number | null): string | null {
  if (status === null) return 'The answer had no status.';
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `The endpoint answered ${status}, a redirect, which is not followed.`;
  return `The endpoint answered ${status}.`;
}

class StaleConnection extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

function isStale(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}
