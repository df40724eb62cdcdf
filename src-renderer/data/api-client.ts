import type { Static, TSchema } from 'typebox';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../src-shared/sync/protocol.ts';
import { quickCheck } from './quick-check.ts';

const Issue = Type.Object({ path: Type.String(), message: Type.String() });
const ErrorAnswer = Type.Object({
  error: Type.Object({ code: Type.String(), message: Type.String(), details: Type.Optional(Type.Unknown()) }),
});
const Issues = Type.Object({ issues: Type.Array(Issue) });
const Place = Type.Object({ path: Type.String({ pattern: '^/' }) });

/**
 * `unreachable`: no answer, or one that a later try may better. `expired`: the token is no longer taken. `incompatible`:
 * another protocol version. `refused`: this very request will never be taken.
 */
export type ApiFailure = {
  ok: false;
  kind: 'unreachable' | 'expired' | 'incompatible' | 'refused';
  code: string;
  message: string;
  /** What the server asked for with `Retry-After`. */
  retryAfterMs: number | null;
  /** What is wrong with the request, by the path of its part: `body.email`. */
  issues?: readonly Static<typeof Issue>[];
};
export type ApiOutcome<Value> = { ok: true; value: Value } | ApiFailure;

/** Calls of the console's page, which the main process passes on to the server with the token. */
export class ApiClient {
  private readonly fetch: typeof fetch;
  private readonly base: string;

  constructor(fetchFrom: typeof fetch, origin: string) {
    this.fetch = fetchFrom;
    this.base = `${origin}/api/v1`;
  }

  async get<Schema extends TSchema>(path: string, schema: Schema, signal: AbortSignal): Promise<ApiOutcome<Static<Schema>>> {
    return this.call(path, { signal }, schema);
  }

  async post<Schema extends TSchema>(
    path: string,
    body: unknown,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<ApiOutcome<Static<Schema>>> {
    const headers = { 'content-type': 'application/json' };
    return this.call(path, { method: 'POST', headers, body: JSON.stringify(body), signal }, schema);
  }

  /** The stream's body, as it comes. Ends when `signal` is aborted. */
  async stream(path: string, signal: AbortSignal): Promise<ApiOutcome<ReadableStream<Uint8Array>>> {
    const answer = await this.send(path, { signal, headers: { accept: 'text/event-stream' } });
    if (!answer.ok) return answer;
    const { body, headers } = answer.value;
    if (body && headers.get('content-type')?.startsWith('text/event-stream')) return { ok: true, value: body };
    return unreachable('not_a_stream', 'The server answered something else than a stream.');
  }

  private async call<Schema extends TSchema>(path: string, init: RequestInit, schema: Schema): Promise<ApiOutcome<Static<Schema>>> {
    const answer = await this.send(path, init);
    if (!answer.ok) return answer;
    const value = await readJson(answer.value);
    if (quickCheck(schema, value)) return { ok: true, value };
    return unreachable('unreadable_answer', 'The server answered something that this console does not understand.');
  }

  /** The answer as it comes. `path` is below the API's base. */
  async send(path: string, init: RequestInit): Promise<ApiOutcome<Response>> {
    const headers = { accept: 'application/json', ...init.headers, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };
    let response: Response;
    try {
      response = await this.fetch(`${this.base}${path}`, { ...init, headers });
    } catch {
      return unreachable('server_unreachable', 'The server cannot be reached.');
    }
    return response.ok ? { ok: true, value: response } : failureOf(response);
  }
}

async function failureOf(response: Response): Promise<ApiFailure> {
  const body = await readJson(response);
  const { code, message, details } = Check(ErrorAnswer, body)
    ? body.error
    : { code: `http_${response.status}`, message: `The server answered ${response.status}.`, details: null };
  const issues = issuesOf(details, message);
  return { ok: false, kind: kindOf(response.status), code, message, retryAfterMs: retryAfterMs(response), issues };
}

/** From a list of them, from one place (`/url`), or from a message that begins with the path. */
function issuesOf(details: unknown, message: string): Static<typeof Issue>[] {
  if (Check(Issues, details)) return details.issues;
  if (Check(Place, details)) return [{ path: `body${details.path.replaceAll('/', '.')}`, message }];
  const [, path, text] = /^(body(?:\.\w+)+) (.+)$/s.exec(message) ?? [];
  return path !== undefined && text !== undefined ? [{ path, message: text }] : [];
}

function kindOf(status: number): ApiFailure['kind'] {
  if (status === 401) return 'expired';
  if (status === 426) return 'incompatible';
  // 408, 425 and 429 are about this moment, not about the request.
  if (status >= 400 && status < 500 && ![408, 425, 429].includes(status)) return 'refused';
  return 'unreachable';
}

function retryAfterMs(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, 60_000) : null;
}

/** Undefined when the connection breaks off or the body is no JSON: no schema takes that. */
export async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

export function unreachable(code: string, message: string): ApiFailure {
  return { ok: false, kind: 'unreachable', code, message, retryAfterMs: null };
}
