import { afterEach, expect, test, vi } from 'vitest';
import { t } from '../i18n/translate.ts';
import { connectPreferences, interfaceStore, resetInterface, setLanguage } from './interface-state.ts';
import { readPreferences } from './preferences.ts';
import { connectLanguage, languageOf } from './spoken-language.ts';

let disconnect: (() => void) | undefined;

async function connectTo(language: string) {
  const source = Object.assign(new EventTarget(), { navigator: { language } });
  disconnect = await connectLanguage(source);
  return source;
}

afterEach(async () => {
  disconnect?.();
  setLanguage('en');
  (await connectLanguage(Object.assign(new EventTarget(), { navigator: { language: 'en' } })))();
  setLanguage('system');
});

test('the system’s language is taken where it is spoken, English elsewhere; a choice goes before it', () => {
  expect(['de', 'de-AT', 'DE-ch', 'en-US', 'fr', 'den', ''].map((tag) => languageOf('system', tag))).toEqual([
    'de',
    'de',
    'de',
    'en',
    'en',
    'en',
    'en',
  ]);
  expect(languageOf('en', 'de-DE')).toBe('en');
  expect(languageOf('de', 'en-GB')).toBe('de');
});

test('the first sentence is in the system’s language already', async () => {
  await connectTo('de-DE');
  expect(t('nav.mine')).toBe('Meine Arbeit');
});

test('a language that is chosen is spoken at once, and one that was given up meanwhile is not', async () => {
  await connectTo('en-GB');
  setLanguage('de');
  await vi.waitFor(() => expect(t('nav.mine')).toBe('Meine Arbeit'));
  setLanguage('en');
  setLanguage('de');
  setLanguage('en');
  await vi.waitFor(() => expect(t('nav.mine')).toBe('My work'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(t('nav.mine')).toBe('My work');
});

test('the system’s language is followed until the end, while nothing else is chosen', async () => {
  const source = await connectTo('en-GB');
  source.navigator.language = 'de-DE';
  source.dispatchEvent(new Event('languagechange'));
  await vi.waitFor(() => expect(t('nav.mine')).toBe('Meine Arbeit'));
  disconnect?.();
  source.navigator.language = 'en-GB';
  source.dispatchEvent(new Event('languagechange'));
  setLanguage('en');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(t('nav.mine')).toBe('Meine Arbeit');
});

test('a chosen language is kept over starts and accounts', () => {
  let kept: string | null = null;
  const storage = {
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value;
    },
  };
  const forget = connectPreferences(storage);
  setLanguage('de');
  resetInterface();
  forget();
  expect(interfaceStore.getState().language).toBe('de');
  expect(readPreferences(storage).language).toBe('de');
  expect(readPreferences({ getItem: () => '{"language":"tlh"}' }).language).toBe('system');
});
