import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TORTURE_FAULTS } from './torture-faults.ts';

const SERVER = resolve(import.meta.dirname, '../../../src-server');

/** `npm run torture -- --plant all` sees whether they are found. */
describe('faults to plant', () => {
  it.each(TORTURE_FAULTS)('$name: the product has what is to be edited', ({ edits }) => {
    const sources = new Map<string, string>();
    for (const { file, from, to } of edits) {
      const source = sources.get(file) ?? readFileSync(resolve(SERVER, file), 'utf8');
      expect(source.split(from), `${file}: ${from}`).toHaveLength(2);
      sources.set(
        file,
        source.replace(from, () => to),
      );
    }
  });
});
