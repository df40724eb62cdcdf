import { createStore, useStore } from 'zustand';
import { loadSentences } from '../i18n/load-sentences.ts';
import { type Language, speak, t } from '../i18n/translate.ts';
import { interfaceStore, raiseAlert } from './interface-state.ts';
import type { LanguageChoice } from './preferences.ts';

/** What is needed of the window: the system's language, and word that it changed. */
export interface LanguageSource extends Pick<EventTarget, 'addEventListener' | 'removeEventListener'> {
  readonly navigator: { readonly language: string };
}

/** What is spoken follows what was chosen as soon as its sentences are read. */
const spokenStore = createStore<{ language: Language }>(() => ({ language: 'en' }));

/** Components that show sentences are drawn again with it: `App` calls it for all of them. */
export function useSpokenLanguage(): Language {
  return useStore(spokenStore, ({ language }) => language);
}

/** `systemLanguage` is a tag such as `de-AT`; whatever is not spoken here is English. */
export function languageOf(choice: LanguageChoice, systemLanguage: string): Language {
  if (choice !== 'system') return choice;
  return /^de\b/i.test(systemLanguage) ? 'de' : 'en';
}

/** Speaks the chosen language, and each one that is chosen later. Settles when the first is spoken, with its end. */
export async function connectLanguage(source: LanguageSource): Promise<() => void> {
  const wanted = () => languageOf(interfaceStore.getState().language, source.navigator.language);
  const follow = () => speakWanted(wanted);
  await follow();
  const off = interfaceStore.subscribe(({ language }, before) => {
    if (language !== before.language) void follow();
  });
  const onSystemChange = () => void follow();
  source.addEventListener('languagechange', onSystemChange);
  return () => {
    off();
    source.removeEventListener('languagechange', onSystemChange);
  };
}

async function speakWanted(wanted: () => Language): Promise<void> {
  const language = wanted();
  try {
    const { sentences, serverSentences } = await loadSentences(language);
    // Another one may have been chosen while this one was read.
    if (wanted() !== language) return;
    speak(language, sentences, serverSentences);
    spokenStore.setState({ language });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    raiseAlert({ title: t('account.language'), text: t('language.failed', { message }) });
  }
}
