import { expect, test } from 'vitest';
import { formOf } from '../../../src-shared/form/form-fixture.ts';
import { answersOf, valuesOfAnswers } from './answers.ts';

const form = formOf(
  {
    name: { type: 'string' },
    amount: { type: 'number', default: 2 },
    at: { type: 'string', format: 'date-time' },
    kinds: { type: 'array', items: { enum: ['a', 'b'] } },
    urgent: { type: 'boolean' },
    address: { type: 'object', properties: { city: { type: 'string' } } },
  },
  { required: ['name'] },
);

test('controls show what is known, else the defaults of the form', () => {
  const answers = answersOf(form, { name: 'Ann', kinds: ['b'], urgent: true, address: { city: 'Bern' } });
  expect(answers).toEqual({ name: ['Ann'], amount: ['2'], at: [], kinds: ['b'], urgent: ['on'], 'address.city': ['Bern'] });
});

test('what was entered becomes values, and shows again as it was entered', () => {
  const answers = { ...answersOf(form, {}), name: [' Ann '], amount: ['1.5'], at: ['2026-07-01T14:30'], 'address.city': ['Bern'] };
  const values = valuesOfAnswers(form, answers);
  expect(values).toMatchObject({ name: 'Ann', amount: 1.5, urgent: false, address: { city: 'Bern' } });
  expect(new Date(String(values.at)).getTime()).toBe(new Date('2026-07-01T14:30').getTime());
  expect(answersOf(form, values).at).toEqual(['2026-07-01T14:30']);
});

test('what is no number stays what was typed, for the check to find', () => {
  expect(valuesOfAnswers(form, { amount: ['about 3'], at: ['soon'] })).toMatchObject({ amount: 'about 3', at: 'soon' });
});
