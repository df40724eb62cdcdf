import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PLANTED_FAULTS, SHORT_WAITS } from './planted-faults.ts';

const SERVER = resolve(import.meta.dirname, '../../../src-server');

/** `npm run scale -- --plant all` sees whether they are found. */
describe('faults to plant', () => {
  it.each([{ name: 'short waits', edits: SHORT_WAITS }, ...PLANTED_FAULTS])('$name: the server has what is to be edited', ({ edits }) => {
    const sources = new Map<string, string>();
    for (const { file, from, to } of [...SHORT_WAITS, ...edits].filter((edit, index, all) => all.indexOf(edit) === index)) {
      const source = sources.get(file) ?? readFileSync(join(SERVER, file), 'utf8');
      expect(source.split(from), `${file}: ${from}`).toHaveLength(2);
      sources.set(
        file,
        source.replace(from, () => to),
      );
    }
  });
});
