import { expect, test } from 'vitest';
import { parseStartOptions } from './start-options.mjs';

test('npm start knows --demo-data and --help, and nothing else', () => {
  expect(parseStartOptions([])).toEqual({ withDemoData: false, wantsHelp: false });
  expect(parseStartOptions(['--demo-data'])).toEqual({ withDemoData: true, wantsHelp: false });
  expect(() => parseStartOptions(['--demo'])).toThrow('npm start has no option --demo.');
});
