import type { IncomingMessage } from 'node:http';
import type { JsonValue } from '../../../src-shared/schema/task.ts';
import type { SimulatorRequest, SimulatorRoute } from './simulator-request.ts';

export interface RoutedRequest extends SimulatorRequest {
  /** Null where no route fits. */
  route: SimulatorRoute | null;
  isJsonBroken: boolean;
}

/** Reads the whole request and finds the first route that fits it. */
export async function readSimulatorRequest(incoming: IncomingMessage, routes: readonly SimulatorRoute[]): Promise<RoutedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk);
  }
  const rawBody = Buffer.concat(chunks).toString('utf8');
  const method = incoming.method ?? 'GET';
  const url = incoming.url ?? '/';
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  const contentType = headers['content-type'] ?? '';
  const parsed = contentType.includes('json') && rawBody !== '' ? parseJson(rawBody) : undefined;
  const found = findRoute(routes, method, pathname);
  return {
    method,
    url,
    path: pathname,
    params: found?.params ?? {},
    query: searchParams,
    headers,
    rawBody,
    json: parsed?.value,
    form: new URLSearchParams(contentType.includes('x-www-form-urlencoded') ? rawBody : ''),
    route: found?.route ?? null,
    isJsonBroken: parsed !== undefined && parsed.value === undefined,
  };
}

function parseJson(text: string): { value: JsonValue | undefined } {
  try {
    return { value: JSON.parse(text) satisfies JsonValue };
  } catch {
    // Told apart from JSON's own null by undefined; the vendor's words for it come later.
    return { value: undefined };
  }
}

function findRoute(
  routes: readonly SimulatorRoute[],
  method: string,
  path: string,
): { route: SimulatorRoute; params: Record<string, string> } | null {
  const segments = path.split('/');
  for (const route of routes) {
    const params = route.method === method ? matchSegments(route.path.split('/'), segments) : null;
    if (params !== null) {
      return { route, params };
    }
  }
  return null;
}

function matchSegments(expected: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (expected.length !== segments.length) {
    return null;
  }
  const params: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':') && segment !== '') {
      params[part.slice(1)] = decodeURIComponent(segment);
    } else if (part !== segment) {
      return null;
    }
  }
  return params;
}
