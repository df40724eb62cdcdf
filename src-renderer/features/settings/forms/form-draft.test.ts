import { describe, expect, it } from 'vitest';
import { definition } from '../../../../src-shared/form/form-fixture.ts';
import type { Form } from '../../../../src-shared/schema/form.ts';
import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import { keywordsBeyond, nameOfField, newField, shapeOfSource } from './field-draft.ts';
import { changeOf, definitionOf, draftOfForm, newFormDraft, readRest } from './form-draft.ts';
import { isSound, nameOfLabel, problemsOf } from './form-problems.ts';

function form(properties: JsonObject, rest: Parameters<typeof definition>[1] = {}): Form {
  return {
    ...{
      id: 'f',
      slug: 'f',
      title: 'Form',
      description: '',
      public: false,
      frame_ancestors: [],
      enabled: true,
      url: 'http://localhost/f/f',
    },
    ...definition(properties, rest),
  };
}

describe('a form that is edited', () => {
  it.each<[string, JsonObject]>([
    ['text', { type: 'string', minLength: 2, maxLength: 20, pattern: '^[A-Z]+$' }],
    ['text', { type: 'string' }],
    ['number', { type: 'number', minimum: 0.5 }],
    ['integer', { type: 'integer', maximum: 9, default: 3 }],
    ['ticked', { type: 'boolean', default: true }],
    ['choice', { type: 'string', enum: ['a', 'b'] }],
    [
      'choice',
      {
        type: 'string',
        oneOf: [
          { const: 'a', title: 'A' },
          { const: 'b', title: 'B' },
        ],
      },
    ],
    ['choice', { title: 'Reason', enum: ['a', 'b'] }],
    ['choices', { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, uniqueItems: true, minItems: 1 }],
    ['date', { type: 'string', format: 'date' }],
    ['moment', { type: 'string', format: 'date-time' }],
    ['email', { type: 'string', format: 'email' }],
    ['web', { type: 'string', format: 'uri' }],
    ['lines', { type: 'array', items: { type: 'string' }, maxItems: 3 }],
    ['text', { type: 'string', title: 'Customer', description: 'As on the contract', examples: ['Acme'], 'x-own': 1 }],
    ['source', { type: 'object', properties: { city: { type: 'string' } } }],
    ['source', { title: 'Amounts', type: 'array', items: { type: 'number' } }],
    ['source', { enum: [1, 2] }],
  ])('is shown as a field of the kind %s, and given back as it was: %o', (kind, schema) => {
    const known = form({ other: { type: 'string' }, a: schema }, { prefill: ['a'], required: ['a'], ui: { order: ['a', 'other'] } });
    const draft = draftOfForm(known);
    expect(draft.fields[0]).toMatchObject({ name: 'a', kind, required: true, prefill: true });
    expect(definitionOf(draft)).toEqual({ schema: known.schema, ui: known.ui, prefill: known.prefill, target: known.target });
    expect(changeOf(known, draft)).toEqual({});
  });

  it('keeps rules between fields, hints within groups, and fixed fields of any kind', () => {
    const known = form(
      { a: { type: 'string' }, address: { type: 'object', properties: { city: { type: 'string' } } }, source: { type: 'string' } },
      {
        ui: {
          order: ['a', 'address'],
          fields: { a: { label: 'A', widget: 'textarea' }, 'address.city': { help: 'Where' } },
          done_text: 'Thanks',
        },
        target: { fields: { source: 'form', level: 3, vip: true, code: '007', number: '12' }, queue_uid: 'q', due_in_seconds: 7_200 },
      },
    );
    known.schema = { ...known.schema, dependentRequired: { a: ['address'] } };
    const draft = draftOfForm(known);
    expect(draft).toMatchObject({ dueIn: '2', dueUnit: 'hours', queueUid: 'q' });
    expect(changeOf(known, draft)).toEqual({});
    // 007 is a text, and stays one: it is no number in JSON.
    expect(definitionOf(draft).target.fields).toEqual({ source: 'form', level: 3, vip: true, code: '007', number: '12' });
  });

  it('is called what its schema calls it, and says so there again', () => {
    const known = form(
      {
        a: { type: 'string', title: 'Customer', description: 'Whose' },
        b: { type: 'number', title: 'Sum' },
        c: { title: 'Place', type: 'object' },
      },
      { ui: { order: ['a', 'b', 'c'], fields: { b: { label: 'Amount' } } } },
    );
    const draft = draftOfForm(known);
    expect(draft.fields.map(nameOfField)).toEqual(['Customer', 'Amount', 'Place']);
    expect(changeOf(known, draft)).toEqual({});
    const fields = draft.fields.map((field) => (field.kind === 'source' ? field : { ...field, label: `${field.label} 2` }));
    const { schema, ui } = definitionOf({ ...draft, fields });
    expect(schema.properties).toEqual({
      a: { type: 'string', title: 'Customer 2', description: 'Whose' },
      b: { type: 'number', title: 'Sum' },
      c: { title: 'Place', type: 'object' },
    });
    expect(ui.fields).toEqual({ b: { label: 'Amount 2' } });
  });

  it('keeps how choices are shown, and loses no hint of what is written as JSON', () => {
    const ui: Form['ui'] = { order: ['a', 'b'], fields: { a: { widget: 'radio' }, b: { label: 'B', help: 'Why', widget: 'select' } } };
    const known = form({ a: { type: 'string', enum: ['x'] }, b: { enum: [1, 2] } }, { ui });
    const draft = draftOfForm(known);
    expect(draft.fields.map(({ kind }) => kind)).toEqual(['choice', 'source']);
    expect(definitionOf(draft).ui).toEqual(ui);
  });

  it('says what of a field is written as JSON only, and what of the form', () => {
    const known = form({
      a: { type: 'string', title: 'A', maxLength: 3, not: { const: 'x' } },
      b: { type: 'object', title: 'B', properties: { c: { type: 'string' } } },
      c: { type: ['string', 'null'] },
    });
    known.schema = { ...known.schema, title: 'Whole', dependentRequired: { a: ['b'] } };
    const draft = draftOfForm(known);
    expect(draft.fields.map(keywordsBeyond)).toEqual([['not'], ['properties'], ['type']]);
    expect(draft.fields.map(shapeOfSource)).toEqual(['other', 'group', 'other']);
    expect(draft.rest).toEqual({ title: 'Whole', dependentRequired: { a: ['b'] } });
    expect([readRest('{"title":"W"}'), readRest(' '), readRest('{"properties":{}}'), readRest('{')]).toEqual([
      { title: 'W' },
      {},
      null,
      null,
    ]);
    expect(isSound(problemsOf({ ...draft, restSource: '{' }))).toBe(false);
    expect(isSound(problemsOf({ ...draft, restSource: '{}', rest: {} }))).toBe(true);
  });

  it('is saved with what it was before, and nothing else', () => {
    const known = form({ a: { type: 'string' } });
    expect(changeOf(known, { ...draftOfForm(known), title: 'Other', dueUnit: 'days', dueIn: '2' })).toEqual({
      title: 'Other',
      target: { fields: {}, queue_uid: null, due_in_seconds: 172_800 },
      expected: { title: 'Form', target: known.target },
    });
  });
});

describe('what is wrong with a form', () => {
  const field = (key: string, name: string) => ({ ...newField(key, 'text'), name });

  it('is found where it is', () => {
    expect(isSound(problemsOf({ ...newFormDraft(), title: 'A', fields: [field('1', 'a')] }))).toBe(true);
    const wrong = problemsOf({
      ...newFormDraft(),
      slug: 'Not one',
      dueUnit: 'days',
      dueIn: 'soon',
      fields: [field('1', 'a'), field('2', 'a'), field('3', '')],
    });
    expect([...wrong.fields.keys()]).toEqual(['2', '3']);
    expect([wrong.title, wrong.slug, wrong.dueIn].every((problem) => problem !== null)).toBe(true);
    expect(problemsOf(newFormDraft()).others).toHaveLength(1);
  });

  it('is found in patterns and limits as the server finds it', () => {
    const draft = {
      ...newFormDraft(),
      title: 'A',
      fields: [
        { ...field('1', 'a'), pattern: '^(a+)+$' },
        { ...field('2', 'b'), maximum: 'many' },
      ],
    };
    expect([...problemsOf(draft).fields.keys()]).toEqual(['1', '2']);
  });

  it('does not come from a label', () => {
    expect(['Late since', 'Größe (cm)', '…', ' Nº 7 '].map(nameOfLabel)).toEqual(['late_since', 'grosse_cm', '', 'no_7']);
  });
});
