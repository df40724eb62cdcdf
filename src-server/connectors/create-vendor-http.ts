import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../src-shared/schema/task.ts';
import { describeFailure, RequestFailure } from '../webhooks/request-failure.ts';
import { redactSecrets, secretsOf } from './redact-secrets.ts';
import { LONGEST_WAIT_MS } from './vendor-budgets.ts';
import { VendorError } from './vendor-error.ts';
import type { VendorHttp, VendorHttpLimits, VendorRequest, VendorResponse } from './vendor-http.ts';
import { TooLarge, type VendorAnswer, type VendorNetwork } from './vendor-network.ts';

export interface VendorHttpOptions {
  baseUrl: string;
  limits: VendorHttpLimits;
  /** They tell accounts apart, whose budgets are their own, and are kept out of every message. */
  credentials: JsonObject;
  signal: AbortSignal;
  /** As `VendorKind.readWaitMs`. */
  readWaitMs?: ((response: VendorResponse, nowMs: number) => number | null) | undefined;
  /** The W3C trace that requests are part of now; null: none. */
  traceparent?: () => string | null;
  /** Called right before each request is sent, repeats too: where it rejects, none is. */
  admit?: () => Promise<void>;
  /** Called for each request that is sent, repeats too. */
  onRequest?: () => void;
}

const LIMIT_BYTES = 32 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const TRIES_MAXIMUM = 5;
const FIRST_PAUSE_MS = 1_000;
const VENDOR_MESSAGE_CHARACTERS = 500;
const REPEATABLE_METHODS: readonly VendorRequest['method'][] = ['GET', 'PUT', 'PATCH', 'DELETE'];

/** Throws a VendorError for a base URL that cannot be asked. */
export function createVendorHttp(network: VendorNetwork, options: VendorHttpOptions): VendorHttp {
  const base = readBaseUrl(options.baseUrl);
  const secrets = secretsOf(options.credentials);
  const account = accountOf(base, options.credentials);
  const nowMs = () => network.clock.nowMicros() / 1_000;

  async function send(request: VendorRequest, url: URL): Promise<Outcome> {
    const traceparent = options.traceparent?.() ?? null;
    const trace = traceparent === null ? {} : { traceparent };
    const headers = { accept: 'application/json', ...bodyTypeOf(request), ...trace, ...request.headers };
    const budget = network.budgets.find(account, request.budget ?? 'default', options.limits);
    const free = await budget.take(options.signal);
    try {
      await options.admit?.();
    } catch (error) {
      free();
      throw error;
    }
    options.onRequest?.();
    try {
      const { method, timeoutMs = TIMEOUT_MS, limitBytes = LIMIT_BYTES } = request;
      const answer = await network.exchange({ method, url, headers, body: bodyOf(request), timeoutMs, limitBytes, signal: options.signal });
      const response = responseOf(answer, url);
      const waitMs = options.readWaitMs?.(response, nowMs()) ?? (isRefusedForNow(answer.status) ? readRetryAfter(answer, nowMs()) : null);
      if (waitMs !== null && waitMs > 0) budget.pause(waitMs);
      return outcomeOf(request, response, waitMs);
    } catch (error) {
      return failureOf(error, request, url);
    } finally {
      free();
    }
  }

  return {
    baseUrl: options.baseUrl,
    async request(request) {
      const url = urlOf(base, request);
      for (let attempt = 1; ; attempt += 1) {
        options.signal.throwIfAborted();
        const outcome = await send(request, url);
        if (outcome.kind === 'answer') return outcome.response;
        options.signal.throwIfAborted();
        const pauseMs = outcome.waitMs ?? (request.firstPauseMs ?? FIRST_PAUSE_MS) * 2 ** (attempt - 1);
        if (outcome.kind === 'failed' || attempt >= TRIES_MAXIMUM || pauseMs > LONGEST_WAIT_MS) {
          throw withoutSecrets(outcome.error(pauseMs), [...secrets, ...authorizationOf(request)]);
        }
        await network.wait(pauseMs, options.signal);
      }
    },
  };
}

/** Tells accounts apart, whose budgets are their own. Throws a VendorError for a base URL that cannot be asked. */
export function budgetAccountOf({ baseUrl, credentials }: Pick<VendorHttpOptions, 'baseUrl' | 'credentials'>): string {
  return accountOf(readBaseUrl(baseUrl), credentials);
}

function accountOf({ origin }: URL, credentials: JsonObject): string {
  return `${origin} ${createHash('sha256').update(JSON.stringify(credentials)).digest('base64')}`;
}

type Outcome =
  | { kind: 'answer'; response: VendorResponse }
  | { kind: 'failed' | 'again'; waitMs: number | null; error: (retryAfterMs: number) => VendorError };

function outcomeOf(request: VendorRequest, response: VendorResponse, waitMs: number | null): Outcome {
  const { status } = response;
  const details = { status, vendorMessage: response.text.slice(0, VENDOR_MESSAGE_CHARACTERS) };
  if (isRefusedForNow(status) && status !== 503)
    return { kind: 'again', waitMs, error: (retryAfterMs) => rateLimited({ ...details, retryAfterMs }) };
  // A vendor's own way to say "later", with a status of its own.
  if (status >= 300 && status < 500 && waitMs !== null) {
    return { kind: 'again', waitMs, error: (retryAfterMs) => rateLimited({ ...details, retryAfterMs }) };
  }
  if (status < 500) return { kind: 'answer', response };
  const message = `The vendor's server answered ${status}: it has a problem of its own. Docket tries again later.`;
  return {
    kind: isRepeatable(request) || status === 503 ? 'again' : 'failed',
    waitMs,
    error: (retryAfterMs) => new VendorError('unavailable', message, { ...details, retryAfterMs }),
  };
}

function rateLimited(details: { status: number; vendorMessage: string; retryAfterMs: number }): VendorError {
  const seconds = Math.ceil(details.retryAfterMs / 1_000);
  return new VendorError(
    'rate_limited',
    `The vendor takes no more requests for now (${details.status}) and asks to wait ${seconds} seconds.`,
    details,
  );
}

function failureOf(error: unknown, request: VendorRequest, url: URL): Outcome {
  if (error instanceof VendorError) throw error;
  if (error instanceof TooLarge) return failed(new VendorError('unexpected', `${url.host} sent more than can be read: ${error.message}`));
  const { sentence, isForbidden } = describeFailure(error, url);
  if (isForbidden) {
    const message = `${url.host} may not be reached from this server: ${sentence}`;
    return failed(new VendorError('forbidden', message));
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOTFOUND') {
    return failed(new VendorError('not_found', `There is no server named ${url.hostname}: check the address or subdomain.`));
  }
  const unavailable = new VendorError('unavailable', `${url.host} cannot be reached: ${sentence}`, {
    cause: error instanceof RequestFailure ? undefined : error,
  });
  return { kind: isRepeatable(request) ? 'again' : 'failed', waitMs: null, error: () => unavailable };
}

function failed(error: VendorError): Outcome {
  return { kind: 'failed', waitMs: null, error: () => error };
}

function isRepeatable(request: VendorRequest): boolean {
  return request.isRepeatable ?? REPEATABLE_METHODS.includes(request.method);
}

/** These say that nothing was done. */
function isRefusedForNow(status: number): boolean {
  return status === 429 || status === 503;
}

/** Seconds or a date, RFC 9110 10.2.3. */
function readRetryAfter({ headers }: VendorAnswer, nowMs: number): number | null {
  const text = headers['retry-after']?.trim();
  if (!text) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

function responseOf(answer: VendorAnswer, url: URL): VendorResponse {
  return {
    ...answer,
    json() {
      try {
        return JSON.parse(answer.text) as JsonValue;
      } catch (cause) {
        const start = answer.text.slice(0, 200);
        throw new VendorError('unexpected', `${url.host} answered ${answer.status} with something that is no JSON: check the address.`, {
          status: answer.status,
          vendorMessage: start,
          cause,
        });
      }
    },
  };
}

function readBaseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new VendorError('not_found', `The address ${text.slice(0, 200)} must be a whole one, like https://api.example.com.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new VendorError('not_found', 'The address must hold no user name or password: they belong into the credentials.');
  }
  return url;
}

function urlOf(base: URL, request: VendorRequest): URL {
  const { path, query = {} } = request;
  const isWhole = /^https?:\/\//i.test(path);
  if (!isWhole && !path.startsWith('/')) throw new VendorError('unexpected', `A path must start with /, not ${path.slice(0, 100)}.`);
  const text = isWhole ? path : `${base.origin}${base.pathname.replace(/\/+$/, '')}${path}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.origin !== base.origin || url.username !== '' || url.password !== '') {
    const elsewhere = url ? url.origin : path.slice(0, 100);
    throw new VendorError('unexpected', `The vendor pointed to ${elsewhere}, which is not ${base.origin}: that is not followed.`);
  }
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function bodyTypeOf({ json, form }: VendorRequest): Record<string, string> {
  if (json !== undefined) return { 'content-type': 'application/json' };
  return form ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
}

function bodyOf({ json, form }: VendorRequest): string | null {
  if (json !== undefined) return JSON.stringify(json);
  return form ? new URLSearchParams(form).toString() : null;
}

/** What was sent as a sign of who we are; `Bearer` and the like in front of it are no secret. */
function authorizationOf({ headers = {} }: VendorRequest): string[] {
  return Object.entries(headers)
    .filter(([name]) => /^(authorization|cookie)$/i.test(name))
    .flatMap(([, value]) => [value, value.replace(/^\S+\s+/, '')]);
}

function withoutSecrets(error: VendorError, secrets: readonly string[]): VendorError {
  const { reason, status, vendorMessage, retryAfterMs, cause } = error;
  return new VendorError(reason, redactSecrets(error.message, secrets), {
    ...(status === null ? {} : { status }),
    ...(vendorMessage === null ? {} : { vendorMessage: redactSecrets(vendorMessage, secrets) }),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    cause,
  });
}
