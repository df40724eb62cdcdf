import { en } from './en.ts';
import type { ServerSentences } from './server-sentences/server-sentences.ts';
import type { Language, Sentences } from './translate.ts';

export interface Catalogues {
  sentences: Sentences;
  serverSentences: ServerSentences;
}

/** English is part of the page, because types and tests are made of it; others are read when somebody wants them. */
export async function loadSentences(language: Language): Promise<Catalogues> {
  switch (language) {
    case 'en':
      return { sentences: en, serverSentences: {} };
    case 'de': {
      const [{ de }, { deServer }] = await Promise.all([import('./de.ts'), import('./server-sentences/de.ts')]);
      return { sentences: de, serverSentences: deServer };
    }
  }
}
