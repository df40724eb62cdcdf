import fc from 'fast-check';

/** What the server knows already: requests that name it get further than others. */
export interface Known {
  tasks: string[];
  queues: string[];
  people: string[];
  hooks: string[];
  forms: string[];
  /** By the first part of a path below the base. These are there to be changed and deleted. */
  expendable: Readonly<Record<string, string[]>>;
  password: string;
}

export interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
}

const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '%00',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-1',
  '1e999',
  "'; DROP TABLE tasks; --",
  '<script>',
];
export const ODD_VALUES: unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e308, 2 ** 53, [], {}, [[]], [null], 'x'.repeat(20_000), Array(1_001).fill({}), { toString: 1, length: -1 }],
  ...ODD_TEXTS,
  JSON.parse('{"__proto__":{"admin":true},"constructor":1}'),
  JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`),
];
const DATES = [
  '2026-03-01T09:00:00Z',
  '2024-07-12T12:29:16.891000+00:00',
  1_720_000_000,
  '1e20',
  '2026-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  'yesterday',
];
/** Nothing listens there: what is sent stays on this machine. */
const URLS = [
  'http://127.0.0.1:9/hook',
  'https://127.0.0.1:9/',
  'http://user@127.0.0.1:9/',
  'http://10.0.0.1/',
  'ftp://127.0.0.1/',
  '/relative',
  'http://[::',
  'javascript:1',
];
const PATTERNS = ['^[a-z]+$', '(a+)+$', '(', '(?<=a)b', '\\p{L}+'];

/** Values that fit a schema, or nearly. */
export function valueFor(schema: Schema, key: string, known: Known): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.constantFrom(...schema.anyOf).chain((one) => valueFor(one, key, known));
  const type = [schema.type].flat()[0];
  const hinted = hintedValue(key, type, known);
  if (hinted) return hinted;
  switch (type) {
    case 'object':
      return objectOf(schema, key, known);
    case 'array':
      return fc.array(valueFor(schema.items ?? {}, key, known), { maxLength: Math.min(schema.maxItems ?? 4, 4) });
    case 'string':
      return fc.oneof(
        { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: Math.min(schema.maxLength ?? 40, 40) }) },
        { weight: 1, arbitrary: fc.constantFrom(...ODD_TEXTS) },
      );
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 2_000, 2_000) });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    default:
      return taskLike(known);
  }
}

function objectOf({ properties, required = [] }: Schema, key: string, known: Known): fc.Arbitrary<unknown> {
  if (!properties) return key === 'fields' || key === 'values' || key === 'payload' ? FREE_FIELDS : fc.oneof(FREE_FIELDS, taskLike(known));
  // The schema of a task leaves to the reader of bodies what its keys hold.
  if (properties.uid && properties.fields) return taskLike(known);
  const values = Object.entries(properties).map(([name, schema]) => [name, valueFor(schema, name, known)] as const);
  return fc.record(Object.fromEntries(values), { requiredKeys: required });
}

const FREE_FIELDS = fc.dictionary(
  fc.constantFrom('title', 'url', 'amount', 'partner', 'external_id', 'priority', '__proto__', 'é', ''),
  fc.oneof(fc.constantFrom(1, 'x', 'VIP', null, true, '2026-03-01'), fc.jsonValue({ maxDepth: 3 })),
  { maxKeys: 5 },
);

function taskLike({ tasks, people, hooks }: Known): fc.Arbitrary<unknown> {
  return fc.record(
    {
      uid: fc.oneof(fc.constantFrom(...tasks), fc.constantFrom('new-1', 'new-2', 'new-3')),
      status: fc.constantFrom<unknown>('TODO', 'ASSIGNED', 'STARTED', 'DONE', { name: 'TODO' }, { name: 'x' }),
      assignee_uid: fc.constantFrom(...people, null, 'nobody'),
      due_at: fc.constantFrom(...DATES.slice(0, 3)),
      dueAt: fc.constantFrom(...DATES),
      fields: FREE_FIELDS,
      tags: FREE_FIELDS,
      integrations: fc.dictionary(fc.constantFrom(...hooks), FREE_FIELDS, { maxKeys: 2 }),
      skills: fc.array(fc.constantFrom('french', 'german'), { maxLength: 2 }),
      priority: fc.constantFrom(1, 'high', null),
    },
    { requiredKeys: [] },
  );
}

/** Keys whose schema is wider than what gets anywhere. */
function hintedValue(key: string, type: string | undefined, known: Known): fc.Arbitrary<unknown> | null {
  switch (key) {
    case 'url':
    case 'target_url':
    case 'targetUrl':
      return fc.constantFrom(...URLS);
    case 'password':
      return fc.constant(known.password);
    case 'email':
    case 'assignee_email':
      return fc.constantFrom('olga@example.com', 'new@example.com', 'nobody', 'x@y');
    case 'until':
    case 'since':
    case 'updated_since':
    case 'at':
      return fc.constantFrom(...DATES.map((date) => (type === 'string' ? String(date) : date)));
    case 'deviceId':
      return fc.constantFrom('desk', 'laptop');
    case 'taskId':
    case 'task':
      return fc.constantFrom(...known.tasks, 'new-1', 'new-2');
    case 'assignee_uid':
      return fc.constantFrom(...known.people, 'nobody');
    case 'queue_uid':
    case 'queue':
      return fc.constantFrom(...known.queues, 'nowhere');
    case 'formId':
      return fc.constantFrom(...known.forms, 'none');
    case 'condition':
      return CONDITIONS;
    case 'schema':
      return FORM_SCHEMAS;
    default:
      return null;
  }
}

const RULES = fc.record({
  field: fc.constantFrom('fields.amount', 'fields.title', 'status', 'due_at', 'title', '__proto__', 'fields.', ''),
  operator: fc.constantFrom('=', '!=', '<', 'contains', 'in', 'notIn', 'between', 'null', 'notNull', 'doesNotEndWith', 'matches', 1),
  value: fc.constantFrom(1, 'x', [1, 2], ['a'], null, '2026-03-01', '1,2', true, {}),
});
const CONDITIONS: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({ combinator: fc.constantFrom('and', 'or', 'xor'), rules: fc.array(RULES, { maxLength: 3 }) }),
  fc.record({
    not: fc.boolean(),
    conditions: fc.array(fc.oneof(RULES, fc.record({ rules: fc.array(RULES, { maxLength: 2 }) })), { maxLength: 2 }),
  }),
  fc.constantFrom({}, { rules: 1 }, JSON.parse(`${'{"rules":['.repeat(60)}${']}'.repeat(60)}`)),
);
const FORM_SCHEMAS: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({
    type: fc.constant('object'),
    properties: fc.dictionary(
      fc.constantFrom('title', 'amount', 'note', '__proto__'),
      fc.oneof(
        fc.constantFrom(
          { type: 'string' },
          { type: 'number', minimum: 1 },
          { type: 'boolean' },
          { $ref: 'https://example.com/s.json' },
          { $ref: '#' },
        ),
        fc.constantFrom(...PATTERNS).map((pattern) => ({ type: 'string', pattern })),
      ),
      { maxKeys: 3 },
    ),
  }),
  fc.constantFrom({}, { type: 'array' }, { $ref: '#/$defs/x' }, { type: 'object', allOf: [{ $ref: '#' }] }),
);
