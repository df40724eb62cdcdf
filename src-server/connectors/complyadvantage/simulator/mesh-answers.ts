import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import { type SimulatorAnswer, SimulatorRefusal, type SimulatorRequest } from '../../simulator/simulator-request.ts';

export const PAGE_ITEMS_MAXIMUM = 100;
const DEFAULT_ITEMS = 25;

export function problem(status: number, title: string, detail: string, more: JsonObject = {}): SimulatorAnswer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    json: { type: 'about:blank', title, status, detail, ...more, identifier: randomUUID(), timestamp: new Date().toISOString() },
  };
}

/** A thin envelope, unlike all other problems. */
export function unauthorized(): SimulatorAnswer {
  return { status: 401, json: { title: 'Unauthorized', status: 401, detail: 'Invalid authentication for resource.' } };
}

/** Not a problem either. */
export function rateLimited(headers: Readonly<Record<string, string>>): SimulatorAnswer {
  return { status: 429, headers, json: { message: 'API rate limit exceeded' } };
}

export function badRequest(detail: string): SimulatorRefusal {
  return new SimulatorRefusal(problem(400, 'Bad Request', detail), detail);
}

export function notFound(path: string): SimulatorRefusal {
  return new SimulatorRefusal(problem(404, 'Not Found', 'This resource could not be found', { instance: path }));
}

/** Links are paths. */
export function pageAnswer<Item>(
  request: SimulatorRequest,
  name: string,
  items: readonly Item[],
  answerOf: (item: Item) => JsonObject,
): JsonObject {
  const number = numberOf(request, 'page_number', 1, Number.MAX_SAFE_INTEGER);
  const size = numberOf(request, 'page_size', DEFAULT_ITEMS, PAGE_ITEMS_MAXIMUM);
  const linkTo = (page: number): string => {
    const query = new URLSearchParams(request.query);
    query.set('page_number', String(page));
    query.set('page_size', String(size));
    return `${request.path}?${query.toString()}`;
  };
  const isLast = number * size >= items.length;
  return {
    first: linkTo(1),
    next: isLast ? null : linkTo(number + 1),
    prev: number > 1 ? linkTo(number - 1) : null,
    self: linkTo(number),
    total_count: items.length,
    [name]: items.slice((number - 1) * size, number * size).map(answerOf),
  };
}

function numberOf({ query }: SimulatorRequest, name: string, fallback: number, maximum: number): number {
  const value = Number(query.get(name) ?? fallback);
  if (!Number.isInteger(value) || value < 1 || value > maximum) throw badRequest(`${name} must be from 1 to ${maximum}`);
  return value;
}
