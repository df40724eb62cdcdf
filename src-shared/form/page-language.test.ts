import { describe, expect, it } from 'vitest';
import type { FormField } from './form-fields.ts';
import { choosePageLanguage, entriesInLanguage, showNumber } from './page-language.ts';
import { speakOnPage } from './page-phrases.ts';

describe('the language of a page', () => {
  it.each([
    [undefined, undefined, 'en'],
    [undefined, 'de-AT,de;q=0.9,en;q=0.8', 'de'],
    [undefined, 'en-GB,de;q=0.9', 'en'],
    [undefined, 'fr;q=1, en;q=0.4, de;q=0.7', 'de'],
    [undefined, 'de;q=0', 'en'],
    ['en', 'de', 'en'],
    ['klingon', 'de', 'de'],
    [['de'], 'nonsense;;q', 'en'],
  ])('chosen %j and asked for %j is %s', (chosen, asked, language) => {
    expect(choosePageLanguage(chosen, asked)).toBe(language);
  });

  it('reads and shows numbers as it writes them', () => {
    const field = { path: ['amount'], kind: 'number' } as unknown as FormField;
    const read = (text: string, language: 'en' | 'de') => entriesInLanguage([field], () => [text], language)('values[amount]')[0];
    expect(['1,5', '1.234', '1.234,5', '-12', '1.5', 'many'].map((text) => read(text, 'de'))).toEqual([
      '1.5',
      '1234',
      '1234.5',
      '-12',
      '1.5',
      'many',
    ]);
    expect(read('1.234', 'en')).toBe('1.234');
    expect([showNumber('1.234', 'de'), read(showNumber('1.234', 'de'), 'de'), showNumber('1.234', 'en')]).toEqual([
      '1,234',
      '1.234',
      '1.234',
    ]);
  });

  it('says again what a check has found, with its numbers, and leaves what it does not know', () => {
    const { sayAgain } = speakOnPage('de');
    expect(sayAgain('must be at least 1.5')).toBe('muss mindestens 1,5 sein');
    expect(sayAgain('must have at most 1 character')).toBe('darf höchstens 1 Zeichen haben');
    expect(sayAgain('The answers')).toBe('Die Angaben');
    expect(sayAgain('must be sung aloud')).toBe('must be sung aloud');
    expect(speakOnPage('en').sayAgain('must be at least 1.5')).toBe('must be at least 1.5');
  });
});
