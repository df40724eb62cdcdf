import { en } from './en.ts';
import type { Language, Sentences } from './translate.ts';

/** English is part of the page, because types and tests are made of it; others are read when somebody wants them. */
export async function loadSentences(language: Language): Promise<Sentences> {
  switch (language) {
    case 'en':
      return en;
    case 'de':
      return (await import('./de.ts')).de;
  }
}
