import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../schema/task.ts';
import { pathText } from './form-fields.ts';
import { definition, formOf, mistakes } from './form-fixture.ts';
import { readForm } from './read-form.ts';

const withSchema = (schema: JsonObject) => mistakes({}, { schema });

describe('a definition', () => {
  it('is refused with each mistake and the way to it', () => {
    expect(
      mistakes({
        a: { type: 'strin' },
        b: { type: 'string', maxLenght: 3 },
        c: { type: 'string', pattern: '^(a+)+$' },
        d: { type: 'string', format: 'hostname' },
        e: { enum: [] },
        f: { type: 'number', minimum: '1' },
        'g.h': { type: 'string' },
        '7': { type: 'string' },
      }),
    ).toEqual([
      'schema.properties.7 is named with a number alone',
      'schema.properties.a.type must be one of string, number, integer, boolean, object, array, null',
      'schema.properties.b.maxLenght is no keyword of JSON Schema 2020-12 (own ones begin with x-)',
      expect.stringMatching(/^schema\.properties\.c\.pattern can match the same text in so many ways/),
      'schema.properties.d.format must be one of date, time, date-time, email, uri, uuid',
      'schema.properties.e.enum must be a list of values',
      'schema.properties.f.minimum must be a number',
      'schema.properties.g.h has a dot, a square bracket or an invisible character in its name',
    ]);
  });

  it('must be of an object with fields that a page can ask for', () => {
    expect(withSchema({ type: 'array' })).toEqual(['schema.type must be object']);
    expect(withSchema({ type: 'object' })).toEqual(['schema.properties must have a property for each field']);
    const list = { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } };
    expect(mistakes({ list, any: {}, mixed: { type: ['string', 'number'] } })).toEqual([
      expect.stringMatching(/^schema\.properties\.list is nothing that a form can ask for/),
      expect.stringMatching(/^schema\.properties\.any is nothing/),
      expect.stringMatching(/^schema\.properties\.mixed is nothing/),
    ]);
    expect(mistakes(JSON.parse('{"__proto__": {"type": "string"}}') as JsonObject)).toEqual([
      'schema.properties.__proto__ cannot have this name',
    ]);
  });

  it('takes references into itself, and none that lead elsewhere, back, or nowhere', () => {
    const $defs = { name: { type: 'string', title: 'Name', maxLength: 5 }, loop: { allOf: [{ $ref: '#/$defs/loop' }] } };
    const schema = (reference: string) => ({ type: 'object', $defs, properties: { a: { $ref: reference } } });
    const [field] = formOf({}, { schema: schema('#/$defs/name') }).fields;
    expect(field).toMatchObject({ label: 'Name', kind: 'text', schema: { maxLength: 5 } });
    expect(withSchema(schema('https://example.com/a.json'))).toEqual([
      'schema.properties.a.$ref must point into this schema, as #/$defs/NAME: nothing is fetched from elsewhere',
    ]);
    expect(withSchema(schema('other.json#/a'))[0]).toContain('nothing is fetched from elsewhere');
    expect(withSchema(schema('#'))).toEqual(['schema.properties.a.$ref leads back to itself']);
    expect(withSchema(schema('#/$defs/loop'))[0]).toContain('leads back to itself');
    expect(withSchema(schema('#/$defs/nobody'))).toEqual(['schema.properties.a.$ref points to nothing: #/$defs/nobody']);
    expect(withSchema(schema('#/$defs/%'))[0]).toContain('points to nothing');
  });

  it('cannot be made to grow without end by references', () => {
    const $defs: JsonObject = { d0: { type: 'string' } };
    for (let level = 1; level <= 4; level += 1) {
      const $ref = `#/$defs/d${level - 1}`;
      $defs[`d${level}`] = { allOf: [{ $ref }, { $ref }, { $ref }, { $ref }, { $ref }] };
    }
    expect(withSchema({ type: 'object', $defs, properties: { a: { $ref: '#/$defs/d4' } } }).join()).toContain(
      'holds more than 500 schemas',
    );
  });

  it('names only fields that there are in its order, hints and pre-fillable fields', () => {
    const parts = { ui: { order: ['b'], fields: { c: {} } }, prefill: ['d'] };
    expect(mistakes({ a: { type: 'string' } }, parts)).toEqual([
      'ui.order names no field: b',
      'ui.fields.c is about no field',
      'prefill names no field: d',
    ]);
  });

  it('asks nobody for what its target sets, and sets nothing that its schema would not take', () => {
    const target = { fields: { source: 'web', level: 9 }, queue_uid: null, due_in_seconds: null };
    const properties = { source: { type: 'string' }, level: { type: 'integer', maximum: 5 }, text: { type: 'string' } };
    expect(mistakes(properties, { target, prefill: ['source'] })).toEqual([
      'prefill names a field that the target sets: source',
      'target.fields.level must be at most 5',
    ]);
    const form = formOf(properties, { target: { ...target, fields: { source: 'web' } } });
    expect(form.fields.map(({ path }) => pathText(path))).toEqual(['level', 'text']);
  });

  it('gives fields their labels, kinds and order', () => {
    const form = formOf(
      {
        customerName: { type: 'string', title: 'Customer', description: 'As on the invoice' },
        story: { type: 'string', maxLength: 5_000 },
        level: { type: ['integer', 'null'] },
        kind: { enum: ['a', 'b'] },
        color: {
          oneOf: [
            { const: 'r', title: 'Red' },
            { const: 'g', title: 'Green' },
          ],
        },
        tags: { type: 'array', items: { enum: ['x', 'y'] } },
        codes: { type: 'array', items: { type: 'string' } },
        due_date: { type: 'string', format: 'date' },
        agreed: { const: true },
        address: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      },
      { ui: { order: ['kind'], fields: { kind: { widget: 'select' }, 'address.city': { label: 'Town' } } }, required: ['kind'] },
    );
    expect(form.fields.map(({ path, kind, label, required }) => [pathText(path), kind, label, required])).toEqual([
      ['kind', 'choice', 'Kind', true],
      ['customerName', 'text', 'Customer', false],
      ['story', 'multiline', 'Story', false],
      ['level', 'number', 'Level', false],
      ['color', 'choice', 'Color', false],
      ['tags', 'choices', 'Tags', false],
      ['codes', 'lines', 'Codes', false],
      ['due_date', 'date', 'Due date', false],
      ['agreed', 'ticked', 'Agreed', false],
      ['address.city', 'text', 'Town', true],
    ]);
    expect(form.fields[0]).toMatchObject({ isOpen: false });
    expect(form.fields[4]).toMatchObject({ isOpen: true, choices: [{ key: 'r', value: 'r', label: 'Red' }, { label: 'Green' }] });
  });

  it('may have notes and keywords of its own', () => {
    const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', $comment: 'x', 'x-team': 1 };
    const { ok } = readForm(
      definition({}, { schema: { ...schema, type: 'object', properties: { a: { type: 'string', examples: ['b'] } } } }),
    );
    expect(ok).toBe(true);
  });
});
