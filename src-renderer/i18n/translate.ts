import { en } from './en.ts';

type Catalogue = typeof en;
type ParameterNames<Sentence extends string> = Sentence extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;
type Parameters<Names extends string> = [Names] extends [never] ? [] : [parameters: Readonly<Record<Names, string | number>>];

export type MessageKey = keyof Catalogue;
/** Keys that have a singular and a plural form. */
export type PluralKey = { [Key in MessageKey]: Key extends `${infer Stem}_other` ? Stem : never }[MessageKey];

/** Keys whose sentence needs nothing filled in. */
export type PlainKey = { [Key in MessageKey]: [ParameterNames<Catalogue[Key]>] extends [never] ? Key : never }[MessageKey];

/** Which sentences are shown; the language of numbers and dates follows it. */
export const LOCALE = 'en-GB';

const plural = new Intl.PluralRules(LOCALE);
const numbers = new Intl.NumberFormat(LOCALE);

/** One sentence of the catalogue, with its parameters filled in. */
export function t<Key extends MessageKey>(key: Key, ...[parameters]: Parameters<ParameterNames<Catalogue[Key]>>): string {
  return fill(en[key], parameters ?? {});
}

/** The form for a count, which is filled in as `count`. */
export function tn<Stem extends PluralKey>(stem: Stem, count: number): string {
  const key = `${stem}_${plural.select(count) === 'one' ? 'one' : 'other'}` satisfies string;
  return fill(isMessageKey(key) ? en[key] : en[`${stem}_other`], { count });
}

export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

export function formatNumber(value: number): string {
  return numbers.format(value);
}

function fill(sentence: string, parameters: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    const value = parameters[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value) : value;
  });
}
