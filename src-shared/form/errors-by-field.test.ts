import { expect, it } from 'vitest';
import { errorsByField } from './errors-by-field.ts';
import { formOf } from './form-fixture.ts';

it('each problem is one sentence at the field that shows it, in the order of the page', () => {
  const { fields } = formOf({
    name: { type: 'string' },
    why: { type: 'string', title: 'Why?' },
    codes: { type: 'array', items: { type: 'string' } },
    address: { type: 'object', properties: { city: { type: 'string' }, street: { type: 'string' } } },
  });
  const errors = errorsByField(fields, [
    { path: ['other'], message: 'is no field of this form' },
    { path: ['address'], message: 'is missing' },
    { path: ['codes', '1'], message: 'must be a text' },
    { path: ['why'], message: 'is missing' },
    { path: ['why'], message: 'and more' },
    { path: ['name'], message: 'is missing' },
  ]);
  expect([...errors]).toEqual([
    ['', 'other is no field of this form.'],
    ['name', 'Name is missing.'],
    ['why', '“Why?” is missing.'],
    ['codes', 'Codes must be a text.'],
    ['address.city', 'City is missing.'],
  ]);
});
