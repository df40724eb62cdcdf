import { en } from './en.ts';
import type { ServerSentences } from './server-sentences/server-sentences.ts';

export type Language = 'en' | 'de';

type Catalogue = typeof en;
type ParameterNames<Sentence extends string> = Sentence extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;
type Parameters<Names extends string> = [Names] extends [never] ? [] : [parameters: Readonly<Record<Names, string | number>>];

export type MessageKey = keyof Catalogue;
/** A whole catalogue in any language: no key is missing. */
export type Sentences = Readonly<Record<MessageKey, string>>;
/** Keys that have a singular and a plural form. */
export type PluralKey = { [Key in MessageKey]: Key extends `${infer Stem}_other` ? Stem : never }[MessageKey];

/** Keys whose sentence needs nothing filled in. */
export type PlainKey = { [Key in MessageKey]: [ParameterNames<Catalogue[Key]>] extends [never] ? Key : never }[MessageKey];

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

let spoken = speech('en', en, {});

/** From now on sentences, numbers and dates are in this language; what is on the screen has to be drawn again. */
export function speak(language: Language, sentences: Sentences, serverSentences: ServerSentences = {}): void {
  spoken = speech(language, sentences, serverSentences);
}

/** For `Intl`: the language of numbers and dates is that of the sentences. */
export function spokenLocale(): string {
  return spoken.locale;
}

export function spokenLanguage(): Language {
  return spoken.language;
}

/** What the server says, in the language that is spoken; empty for English. */
export function spokenServerSentences(): ServerSentences {
  return spoken.serverSentences;
}

/** A sentence whose key is found while the console runs; prefer `t`, which knows the parameters. */
export function fillIn(key: MessageKey, parameters: Readonly<Record<string, string>>): string {
  return fill(spoken.sentences[key], parameters);
}

/** One sentence of the catalogue, with its parameters filled in. */
export function t<Key extends MessageKey>(key: Key, ...[parameters]: Parameters<ParameterNames<Catalogue[Key]>>): string {
  return fill(spoken.sentences[key], parameters ?? {});
}

/** The form for a count, which is filled in as `count`. */
export function tn<Stem extends PluralKey>(stem: Stem, count: number): string {
  const key = `${stem}_${spoken.plural.select(count) === 'one' ? 'one' : 'other'}` satisfies string;
  return fill(spoken.sentences[isMessageKey(key) ? key : (`${stem}_other` as const)], { count });
}

export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

/** A noun of the catalogue as it stands within a sentence: English takes small letters there, German does not. */
export function withinSentence(noun: string): string {
  return spoken.language === 'en' ? noun.toLowerCase() : noun;
}

export function formatNumber(value: number): string {
  return spoken.numbers.format(value);
}

/** `{{name}}` in a sentence, by the parameter of that name; one that is missing stays as it is. */
export function fill(sentence: string, parameters: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    const value = parameters[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value) : value;
  });
}

function speech(language: Language, sentences: Sentences, serverSentences: ServerSentences) {
  const locale = LOCALES[language];
  const [plural, numbers] = [new Intl.PluralRules(locale), new Intl.NumberFormat(locale)];
  return { language, locale, sentences, serverSentences, plural, numbers };
}
