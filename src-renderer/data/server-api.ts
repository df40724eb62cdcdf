import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { BASE, type Endpoint } from '../../src-shared/http/endpoint.ts';
import { ApiClient, type ApiOutcome, readJson, unreachable } from './api-client.ts';

type Parameters<Of> = Of extends { parameters: infer Schema extends TSchema } ? { parameters: Static<Schema> } : unknown;
type Query<Of> = Of extends { query: infer Schema extends TSchema } ? { query?: Static<Schema> } : unknown;
type Body<Of> = Of extends { body: { isRaw: true; isOptional?: false } }
  ? { bytes: Uint8Array<ArrayBuffer> }
  : Of extends { body: { isOptional: true } }
    ? unknown
    : Of extends { body: { schema: infer Schema extends TSchema } }
      ? { body: Static<Schema> }
      : unknown;

/** What a call of the endpoint takes, besides the token. */
export type EndpointRequest<Of extends Endpoint> = Parameters<Of> & Query<Of> & Body<Of> & { signal?: AbortSignal; timeoutMs?: number };
/** What it answers when it succeeds; null where that is without a body. */
export type EndpointAnswer<Of extends Endpoint> = Of['answers'] extends { 200: infer Schema extends TSchema } ? Static<Schema> : null;

interface RequestParts {
  parameters?: Readonly<Record<string, unknown>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
  /** Instead of one. */
  bytes?: Uint8Array<ArrayBuffer>;
  signal?: AbortSignal;
  /** Of calls that take their time. */
  timeoutMs?: number;
}

/** Longer than this and the panel says that the server does not answer. */
const TIMEOUT_MS = 30_000;

/** Calls endpoints as `src-shared/http` declares them. Nothing is kept: what is shown is what the server said last. */
export class ServerApi {
  private readonly client: ApiClient;
  private readonly origin: string;

  constructor(fetchFrom: typeof fetch, origin: string) {
    this.client = new ApiClient(fetchFrom, origin);
    this.origin = origin;
  }

  async call<Of extends Endpoint>(endpoint: Of, request: EndpointRequest<Of>): Promise<ApiOutcome<EndpointAnswer<Of>>> {
    const answer = await this.open(endpoint, request);
    if (!answer.ok) return answer;
    const value = await readAnswer(endpoint, answer.value);
    return value ? { ok: true, value: value.value as EndpointAnswer<Of> } : unreadable();
  }

  /** The body as text, for answers that are files. */
  async download<Of extends Endpoint>(endpoint: Of, request: EndpointRequest<Of>): Promise<ApiOutcome<string>> {
    const answer = await this.open(endpoint, request);
    if (!answer.ok) return answer;
    try {
      return { ok: true, value: await answer.value.text() };
    } catch {
      return unreachable('server_unreachable', 'The connection broke off.');
    }
  }

  /** Where a file is that is too large to be read here: for links that save it. */
  addressOf<Of extends Endpoint>(endpoint: Of, { parameters }: { parameters: Readonly<Record<string, string>> }): string {
    return `${this.origin}${BASE}${pathOf(endpoint, parameters)}`;
  }

  private open(
    endpoint: Endpoint,
    { parameters = {}, query = {}, body, bytes, signal, timeoutMs = TIMEOUT_MS }: RequestParts,
  ): Promise<ApiOutcome<Response>> {
    const timeout = AbortSignal.timeout(timeoutMs);
    return this.client.send(`${pathOf(endpoint, parameters)}${queryString(query)}`, {
      method: endpoint.method,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(bytes && { headers: { 'content-type': 'application/octet-stream' }, body: bytes }),
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  }
}

function pathOf({ path }: Endpoint, parameters: Readonly<Record<string, unknown>>): string {
  return path.slice(BASE.length).replaceAll(/:(\w+)/g, (_name, name: string) => encodeURIComponent(String(parameters[name])));
}

function queryString(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

/** Null when it is not what was promised. */
async function readAnswer({ answers }: Endpoint, response: Response): Promise<{ value: unknown } | null> {
  const schema = answers[response.status];
  if (schema === null) return { value: null };
  if (schema === undefined) return null;
  const value = await readJson(response);
  return Check(schema, value) ? { value } : null;
}

function unreadable() {
  return unreachable('unreadable_answer', 'The server answered something that this console does not understand.');
}
