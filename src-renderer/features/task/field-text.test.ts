import { expect, test } from 'vitest';
import { fieldOrder, fieldText } from './field-text.ts';

test('plain values are copied as they are read', () => {
  expect(fieldText('a\nb')).toBe('a\nb');
  expect(fieldText(12.5)).toBe('12.5');
  expect(fieldText(null)).toBe('');
  expect(fieldText(['FR', 'DE', 3])).toBe('FR, DE, 3');
});

test('structures are indented JSON', () => {
  expect(fieldText({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
});

test('what stands above the fields already comes last', () => {
  expect(fieldOrder({ title: 'a', b: 1, url: 'c', a: 2 })).toEqual(['b', 'a', 'title', 'url']);
});
