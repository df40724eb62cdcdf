import { describe, expect, it } from 'vitest';
import { controlName, entriesOf, valuesOfEntries, valuesOfLink } from './entries.ts';
import { formOf } from './form-fixture.ts';

const reader = (entries: Record<string, string[]>) => (name: string) => entries[name] ?? [];

const form = formOf(
  {
    name: { type: 'string' },
    story: { type: 'string', maxLength: 5_000 },
    count: { type: 'integer' },
    agreed: { type: 'boolean' },
    level: { enum: [1, 2, 'many'] },
    tags: { type: 'array', items: { enum: ['x', 'y'] } },
    codes: { type: 'array', items: { type: 'integer' } },
    at: { type: 'string', format: 'date-time' },
    address: { type: 'object', properties: { city: { type: 'string' }, isHome: { type: 'boolean' } } },
  },
  { prefill: ['name', 'agreed', 'address.city', 'level'] },
);

describe('what a page sent', () => {
  it('becomes values of the types that the schema has', () => {
    const values = valuesOfEntries(
      form,
      reader({
        'values[name]': ['  Ann '],
        'values[story]': ['a\r\nb'],
        'values[count]': [' 12 '],
        'values[agreed]': ['on'],
        'values[level]': ['2'],
        'values[tags]': ['x', 'y'],
        'values[codes]': ['1\r\n\r\n 2'],
        'values[at]': ['2026-03-31T14:30'],
        'values[address][city]': ['Rome'],
      }),
    );
    expect(values).toEqual({
      ...{ name: 'Ann', story: 'a\nb', count: 12, agreed: true, level: 2, tags: ['x', 'y'], codes: [1, 2] },
      ...{ at: '2026-03-31T14:30:00Z', address: { city: 'Rome' } },
    });
  });

  it('is absent where nothing was entered, but for a box that was not ticked', () => {
    expect(valuesOfEntries(form, reader({ 'values[name]': ['  '], 'values[level]': [''], 'values[codes]': ['\n'] }))).toEqual({
      agreed: false,
    });
  });

  it('stays a text where it cannot be read', () => {
    const values = valuesOfEntries(form, reader({ 'values[count]': ['12a'], 'values[level]': ['9'], 'values[at]': ['soon'] }));
    expect(values).toEqual({ count: '12a', level: '9', at: 'soon', agreed: false });
    expect(valuesOfEntries(form, reader({ 'values[count]': ['9007199254740993'] }))).toMatchObject({ count: '9007199254740993' });
  });
});

describe('a link', () => {
  it('fills in what may be filled in, and nothing else', () => {
    const query = { name: ['Ann'], agreed: ['false'], 'address.city': ['Rome'], level: ['many'], count: ['3'], 'values[story]': ['x'] };
    expect(valuesOfLink(form, reader(query))).toEqual({ name: 'Ann', agreed: false, address: { city: 'Rome' }, level: 'many' });
    expect(valuesOfLink(form, reader({ agreed: ['true'] }))).toEqual({ agreed: true });
    expect(valuesOfLink(form, reader({}))).toEqual({});
  });
});

describe('controls', () => {
  it('show values as they were entered', () => {
    const values = { name: 'Ann', count: 3, agreed: true, level: 2, tags: ['x'], codes: [1, 2], at: '2026-03-31T14:30:00+02:00' };
    const shown = form.fields.map((field) => [controlName(field.path), entriesOf(field, values[field.path[0] as keyof typeof values])]);
    expect(Object.fromEntries(shown)).toMatchObject({
      'values[name]': ['Ann'],
      'values[count]': ['3'],
      'values[agreed]': ['on'],
      'values[level]': ['2'],
      'values[tags]': ['x'],
      'values[codes]': ['1\n2'],
      'values[at]': ['2026-03-31T12:30'],
      'values[story]': [],
    });
  });
});
