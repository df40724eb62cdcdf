import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { de } from './de.ts';
import { en } from './en.ts';
import { deServer } from './server-sentences/de.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Those of the console by their keys, those of the server by their English words. */
const SENTENCES = {
  en: { ...en, ...Object.fromEntries(Object.keys(deServer).map((sentence) => [sentence, sentence])) },
  de: { ...de, ...deServer },
};

/** What sends somebody to another window: a restart, a file, a variable, a command. */
const CHORES = {
  en: /\brestart|\bstart(ing)? (it|the server|docket|the console) again|\breboot|environment|\bvariable|DOCKET_|command line|\bterminal|\bshell\b|\bnpm\b|\bcurl\b|\bpg_|psql|\bSQL\b|\bedit (the|a) file|config(uration)? file|\bsudo\b|\.env\b/i,
  de: /neu ?start|erneut start|umgebungs|variable|DOCKET_|befehlszeile|kommandozeile|\bterminal|\bshell\b|\bnpm\b|\bcurl\b|\bpg_|psql|\bSQL\b|datei (bearbeiten|ändern)|konfigurationsdatei|\bsudo\b|\.env\b/i,
} as const;

/** Sentences with such words that send nobody anywhere, each with the reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  'keys.snippet.curl': 'the name of a sample for whoever integrates a system',
  'keys.snippetHint.curl': 'where a sample for integrators goes',
  'list.empty.first.text': 'a sample for integrators, who send the first task; the button beside it makes a key',
  Environment: 'who made the first admin and the first key: what the server was started with',
  SQL: 'the name of a way in which a back office can be read',
  'A JSON list, an HTML table, a CSV file, or the answer to a SQL query.': 'the ways in which a back office can be read',
  'server.fixed': 'says why there is nothing to change here: whoever starts the server has decided it',
};

describe.each([
  ['en', SENTENCES.en],
  ['de', SENTENCES.de],
] as const)('the sentences in %s', (language, sentences) => {
  const found = Object.entries(sentences).filter(([, sentence]) => CHORES[language].test(sentence));

  it('ask nobody for a restart, a file edit or a command line', () => {
    expect(found.filter(([key]) => !Object.hasOwn(ALLOWED, key))).toEqual([]);
  });

  it('would be caught if they did', () => {
    const asking = {
      en: ['Restart the server to apply it.', 'Set DOCKET_PORT.', 'Run npm run restore.', 'Starting it again prints a new one.'],
      de: ['Zum Anwenden den Server neu starten.', 'Die Umgebungsvariable setzen.', 'In der Befehlszeile ausführen.'],
    };
    for (const sentence of asking[language]) expect(sentence).toMatch(CHORES[language]);
  });
});

it('allows only sentences that are there and would be caught', () => {
  const isCaught = (key: string) =>
    [
      { sentences: SENTENCES.en, chores: CHORES.en },
      { sentences: SENTENCES.de, chores: CHORES.de },
    ].some(({ sentences, chores }) => Object.entries(sentences).some(([name, sentence]) => name === key && chores.test(sentence)));
  expect(Object.keys(ALLOWED).filter((key) => !isCaught(key))).toEqual([]);
});

describe('what the server answers', () => {
  const sentence = /(?:new (?:ApiError|VendorError)\(\s*'\w+',|const (?:message|refusal) =)\s*('(?:[^'\\]|\\.)*'|"[^"]*"|`[^`]*`)/g;
  const refusals = globSync('src-server/**/*.ts', { cwd: ROOT, exclude: ['**/*.test.ts', '**/*.bench.ts'] }).flatMap((file) =>
    // What is filled in is no sentence of ours.
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(sentence)].map(([, words = '']) => ({
      file,
      words: words.replaceAll(/\$\{[^}]*\}/g, ''),
    })),
  );

  it('asks nobody for them either', () => {
    expect(refusals.length).toBeGreaterThan(100);
    expect(refusals.filter(({ words }) => CHORES.en.test(words))).toEqual([]);
  });
});
