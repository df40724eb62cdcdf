import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../schema/task.ts';
import { pathText } from './form-fields.ts';
import { formOf } from './form-fixture.ts';
import { checkSubmission, fieldsOfTask } from './read-form.ts';

function problems(properties: JsonObject, values: JsonObject, rest: Parameters<typeof formOf>[1] = {}): string[] {
  return checkSubmission(formOf(properties, rest), values).map(({ path, message }) => `${pathText(path)} ${message}`);
}

const problemWith = (schema: JsonObject, a: JsonObject[string]) => problems({ a: schema }, { a })[0] ?? null;

describe('values', () => {
  it.each<[string, JsonObject, JsonObject[string], JsonObject[string], string]>([
    ['type', { type: 'string' }, 'x', 1, 'a must be a text'],
    ['whole numbers', { type: 'integer' }, 3, 3.5, 'a must be a whole number'],
    ['null beside it', { type: ['string', 'null'] }, null, 1, 'a must be a text or null'],
    ['minLength', { type: 'string', minLength: 2 }, 'xx', 'x', 'a must have at least 2 characters'],
    ['minLength 1', { type: 'string', minLength: 1 }, 'x', '', 'a is missing'],
    ['maxLength', { type: 'string', maxLength: 2 }, '😀😀', '😀😀x', 'a must have at most 2 characters'],
    ['a text without a maxLength', { type: 'string' }, 'x'.repeat(10_000), 'x'.repeat(10_001), 'a must have at most 10000 characters'],
    ['pattern', { type: 'string', pattern: '^[A-Z]{2}$' }, 'AB', 'ab', 'a is not written as it should be'],
    ['minimum', { type: 'number', minimum: 1 }, 1, 0.5, 'a must be at least 1'],
    ['maximum', { type: 'number', maximum: 1 }, 1, 2, 'a must be at most 1'],
    ['exclusiveMinimum', { type: 'number', exclusiveMinimum: 1 }, 2, 1, 'a must be more than 1'],
    ['exclusiveMaximum', { type: 'number', exclusiveMaximum: 1 }, 0, 1, 'a must be less than 1'],
    ['multipleOf', { type: 'number', multipleOf: 0.1 }, 0.3, 0.35, 'a must be a multiple of 0.1'],
    ['enum', { enum: ['x', 'y'] }, 'x', 'z', 'a must be one of the choices'],
    ['const true', { const: true }, true, false, 'a must be ticked'],
    ['named choices', { oneOf: [{ const: 1, title: 'One' }] }, 1, 2, 'a must be one of the choices'],
    ['minItems', { type: 'array', items: { type: 'string' }, minItems: 1 }, ['x'], [], 'a must have at least 1 entry'],
    ['maxItems', { type: 'array', items: { type: 'string' }, maxItems: 1 }, ['x'], ['x', 'y'], 'a must have at most 1 entry'],
    [
      'uniqueItems',
      { type: 'array', items: { type: 'string' }, uniqueItems: true },
      ['x', 'y'],
      ['x', 'x'],
      'a must not have the same entry twice',
    ],
    ['items', { type: 'array', items: { type: 'string' } }, ['x'], ['x', 1], 'a.1 must be a text'],
    ['date', { type: 'string', format: 'date' }, '2024-02-29', '2023-02-29', 'a must be a date of the years 1684 to 2255, as 2026-03-31'],
    ['time', { type: 'string', format: 'time' }, '23:59', '24:00', 'a must be a time, as 14:30'],
    [
      'date-time',
      { type: 'string', format: 'date-time' },
      '2026-03-31T14:30:00+02:00',
      '1712345678',
      'a must be a date of the years 1684 to 2255 and a time with its offset, as 2026-03-31T14:30:00Z',
    ],
    ['email', { type: 'string', format: 'email' }, 'ann@example.com', 'ann@', 'a must be an email address, as ann@example.com'],
    [
      'uri',
      { type: 'string', format: 'uri' },
      'https://example.com/a?b=c',
      'javascript:alert(1)',
      'a must be a web address, as https://example.com',
    ],
    [
      'uri with a user',
      { type: 'string', format: 'uri' },
      'http://localhost:4600',
      'https://example.com@evil.example',
      'a must be a web address, as https://example.com',
    ],
    ['uuid', { type: 'string', format: 'uuid' }, 'c6951f29-e70d-04c9-3733-50f90b248db2', 'c6951f29', 'a must be a UUID'],
    ['allOf', { type: 'string', allOf: [{ minLength: 2 }] }, 'xx', 'x', 'a must have at least 2 characters'],
    [
      'anyOf',
      { type: 'string', anyOf: [{ const: 'x' }, { minLength: 3 }] },
      'xyz',
      'y',
      'a does not fit together with what else was entered',
    ],
    ['not', { type: 'string', not: { const: 'x' } }, 'y', 'x', 'a is not possible here'],
  ])('%s is checked', (_name, schema, right, wrong, problem) => {
    expect(problemWith(schema, right)).toBeNull();
    expect(problemWith(schema, wrong)).toBe(problem);
  });

  it('must be there where they are required, together with others, or under a condition', () => {
    const text = { type: 'string' };
    expect(problems({ a: text, b: text }, {}, { required: ['a'] })).toEqual(['a is missing']);
    const schema = {
      type: 'object',
      properties: { a: text, b: text, c: text },
      dependentRequired: { a: ['b'] },
      if: { properties: { a: { const: 'x' } }, required: ['a'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: { required: ['c'] },
    };
    expect(problems({}, { a: 'y' }, { schema })).toEqual(['b is missing']);
    expect(problems({}, { a: 'x', b: 'y' }, { schema })).toEqual(['c is missing']);
    expect(problems({}, { a: 'x', b: 'y', c: 'z' }, { schema })).toEqual([]);
  });

  it('of fields that the form does not have are refused, in groups too, unless the schema lets them in', () => {
    const group = { type: 'object', properties: { b: { type: 'string' } } };
    expect(problems({ a: group }, { a: { c: 1 }, d: 2 })).toEqual(['a.c is no field of this form', 'd is no field of this form']);
    expect(problems({ a: group }, JSON.parse('{"__proto__": {"x": 1}, "constructor": 1}') as JsonObject)).toHaveLength(2);
    const open = { type: 'object', properties: { a: group }, additionalProperties: { type: 'string' } };
    expect(problems({}, { d: 'x' }, { schema: open })).toEqual([]);
    expect(problems({}, { d: 2 }, { schema: open })).toEqual(['d must be a text']);
  });

  it('that the form sets by itself cannot be sent, and need not be', () => {
    const target = { fields: { source: 'web', team: 'kyc' }, queue_uid: null, due_in_seconds: null };
    const rest = { target, required: ['source'] };
    const properties = { source: { type: 'string' }, a: { type: 'string' } };
    expect(problems(properties, { a: 'x' }, rest)).toEqual([]);
    expect(problems(properties, { source: 'mine', team: 'mine' }, rest)).toEqual([
      'source is set by the form itself',
      'team is set by the form itself',
    ]);
    expect(fieldsOfTask(formOf(properties, rest), { a: 'x' })).toEqual({ a: 'x', source: 'web', team: 'kyc' });
  });

  it('that would take too long to check are refused', () => {
    const inner = {
      type: 'array',
      items: { anyOf: [...Array.from({ length: 200 }, (_, index) => ({ const: `never ${index}` })), { const: 'x' }], type: 'string' },
    };
    expect(problems({ a: inner }, { a: ['x'] })).toEqual([]);
    const found = problems({ a: inner }, { a: Array.from({ length: 1_000 }, () => 'x') });
    expect(found).toContain(' hold more than can be checked');
  });
});
