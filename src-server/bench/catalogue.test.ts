import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BENCHMARKS } from './catalogue.ts';

const ENDING = '.bench.ts';

test('the catalogue names every benchmark, where it is', () => {
  const root = join(import.meta.dirname, '../..');
  const found = ['src-server/bench', 'e2e/bench']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((file) => file.endsWith(ENDING))
        .map((file) => `${folder}/${file}`),
    );
  expect(BENCHMARKS.map(({ folder, name }) => `${folder}/${name}${ENDING}`).toSorted()).toEqual(found.toSorted());
});
