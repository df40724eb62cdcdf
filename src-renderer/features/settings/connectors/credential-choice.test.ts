import { expect, test } from 'vitest';
import { credentialChoices } from './credential-choice.ts';

test('each alternative is a way to sign in; what is constant in it is not asked for', () => {
  const choices = credentialChoices({
    anyOf: [
      { title: 'None', type: 'object', properties: { type: { const: 'none' } } },
      { title: 'Token', type: 'object', required: ['type', 'token'], properties: { type: { const: 'bearer' }, token: { type: 'string' } } },
    ],
  });
  expect(choices.map(({ title, constants, isEmpty }) => ({ title, constants, isEmpty }))).toEqual([
    { title: 'None', constants: { type: 'none' }, isEmpty: true },
    { title: 'Token', constants: { type: 'bearer' }, isEmpty: false },
  ]);
  expect(choices[1]?.schema.properties).toEqual({ token: { type: 'string' } });
});

test('a schema without alternatives is the only way', () => {
  const [only, ...others] = credentialChoices({ type: 'object', properties: { key: { type: 'string' } } });
  expect(others).toEqual([]);
  expect(only).toMatchObject({ title: '', constants: {}, isEmpty: false });
});
