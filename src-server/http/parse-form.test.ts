import { expect, it } from 'vitest';
import { parseForm } from './parse-form.ts';

it('makes a list of keys 0, 1, 2 …, in whatever order they come', () => {
  expect(parseForm('a[0]=x&a[1]=y')).toEqual({ a: ['x', 'y'] });
  expect(parseForm('a[1][k]=y&a[0][k]=x')).toEqual({ a: [{ k: 'x' }, { k: 'y' }] });
});

it('keeps keys that leave one out, or are no numbers, as an object', () => {
  expect(parseForm('a[0]=x&a[2]=y')).toEqual({ a: { 0: 'x', 2: 'y' } });
  expect(parseForm('a[]=x&a[k]=y')).toEqual({ a: { 0: 'x', k: 'y' } });
  expect(parseForm('a[00]=x')).toEqual({ a: { '00': 'x' } });
});
