import type { ErrorBody, ErrorCode } from '../../src-shared/error/codes.ts';
import { ERROR_STATUS } from '../../src-shared/error/codes.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../src-shared/sync/protocol.ts';

/** Copies of a database take as long as it is large. */
const LONG_PATH = /^\/api\/v1\/server\/backup(s|-upload)\b/;
/** The longest that any other call may take, and a stream until it begins. */
const CALL_TIMEOUT_MS = 30_000;

/** Only what the API reads goes up: the page's origin, cookies and client hints are nobody's business. */
const REQUEST_HEADERS = ['accept', 'content-type', 'if-match', 'idempotency-key', 'last-event-id'];

/** Hop-by-hop, or no longer true after `fetch` has decoded the body; cookies are never taken. */
const DROPPED_RESPONSE_HEADERS = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-encoding',
  'content-length',
  'set-cookie',
];

export interface ApiProxyDependencies {
  fetch: typeof fetch;
  /** Where to send to and as whom; null when nobody is signed in. */
  credentials: () => { server: string; token: string } | null;
  /** The server no longer takes this token. */
  onTokenRefused: (token: string) => void;
  timeoutMs?: number;
}

/** `app://docket/api/…` → the same path on the configured server, with the token attached, streamed both ways. */
export async function proxyApiCall(request: Request, dependencies: ApiProxyDependencies): Promise<Response> {
  const credentials = dependencies.credentials();
  if (!credentials) return errorAnswer('unauthorized', 'Nobody is signed in.');
  const url = new URL(request.url);
  const streams = request.headers.get('accept')?.includes('text/event-stream') === true;
  const patience = new AbortController();
  const timer = LONG_PATH.test(url.pathname) ? null : setTimeout(() => patience.abort(), dependencies.timeoutMs ?? CALL_TIMEOUT_MS).unref();
  try {
    const answer = await dependencies.fetch(`${credentials.server}${url.pathname}${url.search}`, {
      method: request.method,
      headers: requestHeaders(request, credentials.token),
      body: await bodyOf(request),
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.any([request.signal, patience.signal]),
    });
    // What has begun lasts as long as it does: who reads it notices silence.
    if (streams && timer) clearTimeout(timer);
    if (answer.status === 401) dependencies.onTokenRefused(credentials.token);
    return new Response(answer.body, { status: answer.status, headers: responseHeaders(answer) });
  } catch (error) {
    if (request.signal.aborted) throw error;
    return errorAnswer('server_unreachable', `No answer from ${credentials.server}.`);
  }
}

/** The console's own bodies are small: read whole, so that a call can be told from one that was cut half-way. */
async function bodyOf(request: Request): Promise<ArrayBuffer | null> {
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  const bytes = await request.arrayBuffer();
  return bytes.byteLength === 0 ? null : bytes;
}

function requestHeaders(request: Request, token: string): Headers {
  const headers = new Headers({ authorization: `Bearer ${token}`, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) });
  for (const name of REQUEST_HEADERS) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}

function responseHeaders(answer: Response): Headers {
  const headers = new Headers(answer.headers);
  for (const name of DROPPED_RESPONSE_HEADERS) headers.delete(name);
  headers.set('cache-control', 'no-store');
  headers.set('x-content-type-options', 'nosniff');
  return headers;
}

function errorAnswer(code: ErrorCode, message: string): Response {
  return Response.json({ error: { code, message, requestId: 'console' } } satisfies ErrorBody, { status: ERROR_STATUS[code] });
}
