import fc from 'fast-check';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import type { Endpoint } from '../../src-shared/http/endpoint.ts';
import { type Known, ODD_VALUES, type Schema, valueFor } from './fuzz-values.ts';

export interface FuzzRequest {
  endpoint: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
  caller: 'admin' | 'limited' | 'operator' | 'manager' | 'nobody' | 'unknown';
}

const ODD_BODIES = [
  '',
  ' ',
  '\ufeff',
  'null',
  '{',
  '[',
  '[]',
  '[{}]',
  '{"a":}',
  '"text"',
  '1',
  'a=1&a[b]=2',
  '['.repeat(50_000),
  `{"a":${'1'.repeat(5_000)}}`,
];
const METHODS = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND');

/** Requests made from what `http/api.ts` says of its endpoints: right ones, nearly right ones, and rubbish. */
export function fuzzRequests(known: Known): fc.Arbitrary<FuzzRequest> {
  const endpoints = Object.entries<Endpoint>(ENDPOINTS);
  return fc.constantFrom(...endpoints).chain(([name, endpoint]) =>
    fc.record({
      endpoint: fc.constant(name),
      method: fc.oneof({ weight: 19, arbitrary: fc.constant(endpoint.method as string) }, { weight: 1, arbitrary: METHODS }),
      path: fc.tuple(pathOf(endpoint, known), queryOf(endpoint, known)).map(([path, query]) => path + query),
      headers: HEADERS,
      body: bodyOf(endpoint, known),
      caller: callerOf(name),
    }),
  );
}

function callerOf(name: string): fc.Arbitrary<FuzzRequest['caller']> {
  // Whoever signs out is of no use for what comes after.
  if (name === 'auth.logout') return fc.constantFrom('admin', 'nobody', 'unknown');
  return fc.constantFrom('admin', 'admin', 'admin', 'admin', 'admin', 'operator', 'manager', 'manager', 'limited', 'nobody', 'unknown');
}

function pathOf(endpoint: Endpoint, known: Known): fc.Arbitrary<string> {
  const [, noun = ''] = /^\/(?:api\/v1\/)?([^/]+)/.exec(endpoint.path) ?? [];
  const right = known.expendable[noun] ?? [...known.tasks, ...known.people];
  const id = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom('nothing', '..', '%', '%zz', '%00', '%2e%2e%2f', 'a'.repeat(600), encodeURIComponent('é ☃')) },
    {
      weight: 1,
      arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
    },
  );
  const parts = endpoint.path.split('/').map((part) => (part.startsWith(':') ? id : fc.constant(part)));
  const end = fc.constantFrom(...Array<string>(9).fill(''), '/', '/', '//');
  return fc.tuple(fc.tuple(...parts), end).map(([each, ending]) => each.join('/') + ending);
}

function queryOf(endpoint: Endpoint, known: Known): fc.Arbitrary<string> {
  const properties = Object.entries((endpoint.query as Schema | undefined)?.properties ?? { limit: { type: 'integer' } });
  const parameter = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .constantFrom(...properties)
        .chain(([key, schema]) =>
          valueFor(schema, key, known).map((value) => `${key}=${encode(typeof value === 'string' ? value : JSON.stringify(value))}`),
        ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'fields.amount=1',
        'fields.__proto__=1',
        'a',
        '=',
        '&&',
        '%',
        'limit=1&limit=2',
        'fields.a.b.c=%E9',
        'cursor=e30',
      ),
    },
  );
  return fc.array(parameter, { maxLength: 3 }).map((all) => (all.length === 0 ? '' : `?${all.join('&')}`));
}

function encode(text: string | undefined): string {
  return encodeURIComponent((text ?? '').slice(0, 2_000).toWellFormed());
}

const HEADERS: fc.Arbitrary<Record<string, string>> = fc
  .record({
    'content-type': fc.constantFrom(
      'application/json',
      'application/json; charset=utf-16',
      'text/plain',
      '',
      'application/x-www-form-urlencoded',
      'image/png',
      ';;',
    ),
    'content-encoding': fc.constantFrom('identity', 'gzip', 'x'.repeat(500)),
    'idempotency-key': fc.constantFrom('one', 'two', 'k'.repeat(300), ' '),
    'if-match': fc.constantFrom('*', '"1"', '1', 'W/"2"', '99999999999999999999', 'x'),
    'docket-protocol': fc.constantFrom('1', '2', '', 'x'.repeat(100)),
    'last-event-id': fc.constantFrom('0', '5', '-1', '9'.repeat(30), 'x'),
    'x-forwarded-for': fc.constantFrom('1.2.3.4', 'x', ',,'),
    accept: fc.constantFrom('*/*', 'text/html', 'x'),
    cookie: fc.constantFrom('docket=1', '=;=;', 'a'.repeat(4_000)),
    origin: fc.constantFrom('https://example.com', 'null'),
  })
  // Most requests carry few of them, or none.
  .chain((all) => fc.oneof(fc.constant([]), fc.constant([]), fc.subarray(Object.entries(all), { maxLength: 2 })))
  .map((some) => Object.fromEntries(some));

function bodyOf({ body }: Endpoint, known: Known): fc.Arbitrary<Buffer | null> {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '');
  const rubbish = fc.oneof(
    fc.constantFrom(...ODD_BODIES).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.jsonValue({ maxDepth: 4 }).map(json),
  );
  if (!body) return fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: rubbish });
  const right = valueFor(body.schema as Schema, '', known);
  const spoilt = fc.tuple(right, fc.nat(), fc.constantFrom(...ODD_VALUES)).map(([value, place, odd]) => spoil(value, place, odd));
  return fc.oneof(
    { weight: 7, arbitrary: right.map(json) },
    { weight: 3, arbitrary: spoilt.map(json) },
    { weight: 1, arbitrary: rubbish },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

/** The value with one of its parts, somewhere in it, replaced. */
function spoil(value: unknown, place: number, odd: unknown): unknown {
  if (typeof value !== 'object' || value === null) return odd;
  const keys = Object.keys(value);
  const key = keys[place % Math.max(keys.length, 1)];
  if (key === undefined) return Array.isArray(value) ? [odd] : { odd };
  const inner = (value as Record<string, unknown>)[key];
  const replaced = place % 2 === 0 ? odd : spoil(inner, Math.floor(place / 2), odd);
  if (Array.isArray(value)) return value.map((each, index) => (String(index) === key ? replaced : (each as unknown)));
  return { ...value, [key]: replaced };
}
