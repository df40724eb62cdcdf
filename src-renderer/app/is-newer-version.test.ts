import { expect, test } from 'vitest';
import { isNewerVersion } from './is-newer-version.ts';

test.each([
  ['0.2.0', '0.1.9', true],
  ['1.0.0', '0.9.9', true],
  ['0.1.10', '0.1.9', true],
  ['0.1.0', '0.1.0', false],
  ['0.1.0', '0.2.0', false],
  ['0.9.9', '1.0.0', false],
  ['0.0.0-test', '0.1.0', false],
  ['latest', '0.1.0', false],
])('%s after %s: %s', (version, than, isNewer) => {
  expect(isNewerVersion(version, than)).toBe(isNewer);
});
