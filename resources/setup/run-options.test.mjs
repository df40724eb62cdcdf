import { expect, test } from 'vitest';
import { parseRunOptions } from './run-options.mjs';

test('the runner takes its own flags up to the command and leaves the rest to the command', () => {
  expect(parseRunOptions(['--display', 'vitest', 'run', '--packages-only'])).toEqual({
    needsDisplay: true,
    packagesOnly: false,
    command: 'vitest',
    args: ['run', '--packages-only'],
  });
});

test('the runner refuses flags that it does not know, and a missing command', () => {
  expect(() => parseRunOptions(['--dispaly', 'vitest'])).toThrow('--dispaly is no option');
  expect(() => parseRunOptions(['--display'])).toThrow('no command');
});
