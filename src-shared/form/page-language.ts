import type { ReadEntries } from './entries.ts';
import { controlName } from './entries.ts';
import type { FormField } from './form-fields.ts';

/** What pages of forms speak, with what each calls itself. */
export const PAGE_LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type PageLanguage = keyof typeof PAGE_LANGUAGES;

/** The parameter of a page's address by which a visitor, or whoever made the link, chooses. */
export const LANGUAGE_PARAMETER = 'lang';

export function isPageLanguage(text: unknown): text is PageLanguage {
  return typeof text === 'string' && Object.hasOwn(PAGE_LANGUAGES, text);
}

/** What was chosen, else what the browser would rather have (RFC 9110, 12.5.4), else English. */
export function choosePageLanguage(chosen: unknown, acceptLanguage: string | undefined): PageLanguage {
  if (isPageLanguage(chosen)) return chosen;
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [range = '', quality] = part.trim().split(/;\s*q=/i);
      return { language: range.split('-')[0]?.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  for (const { language } of wanted) if (isPageLanguage(language)) return language;
  return 'en';
}

/** Numbers are entered as the language writes them: 1.234,5 is 1234.5 in German. */
export function entriesInLanguage(fields: readonly FormField[], read: ReadEntries, language: PageLanguage): ReadEntries {
  if (language === 'en') return read;
  const numbers = new Set(fields.filter(({ kind }) => kind === 'number').map(({ path }) => controlName(path)));
  return (name) => (numbers.has(name) ? read(name).map(readGermanNumber) : read(name));
}

function readGermanNumber(text: string): string {
  const [, whole = '', decimals] = /^\s*(-?\d{1,3}(?:\.\d{3})+|-?\d+)(?:,(\d+))?\s*$/.exec(text) ?? [];
  return whole === '' ? text : whole.replaceAll('.', '') + (decimals === undefined ? '' : `.${decimals}`);
}

/** A number as its control shows it: without signs that group its digits. */
export function showNumber(text: string, language: PageLanguage): string {
  return language === 'de' && /^-?\d+\.\d+$/.test(text) ? text.replace('.', ',') : text;
}
