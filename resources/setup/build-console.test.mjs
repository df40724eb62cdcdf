import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { hashSources } from './build-console.mjs';

test('sources count as changed by their names and contents, not by their times', () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'docket-test-'));
  const sources = ['src', 'a.config.ts', 'missing'];
  mkdirSync(path.join(root, 'src/deep'), { recursive: true });
  writeFileSync(path.join(root, 'src/deep/one.ts'), 'one');
  writeFileSync(path.join(root, 'a.config.ts'), 'config');
  const first = hashSources(root, sources);
  utimesSync(path.join(root, 'src/deep/one.ts'), 1, 1);
  expect(hashSources(root, sources)).toBe(first);
  writeFileSync(path.join(root, 'src/deep/one.ts'), 'two');
  const second = hashSources(root, sources);
  expect(second).not.toBe(first);
  writeFileSync(path.join(root, 'src/new.ts'), '');
  expect(hashSources(root, sources)).not.toBe(second);
});
