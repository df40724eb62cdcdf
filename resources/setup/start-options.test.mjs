import { expect, test } from 'vitest';
import { parseStartOptions } from './start-options.mjs';

test('npm start knows --demo-data, --demo-vendors and --help, and nothing else', () => {
  expect(parseStartOptions([])).toEqual({ withDemoData: false, withDemoVendors: false, wantsHelp: false });
  expect(parseStartOptions(['--demo-vendors'])).toMatchObject({ withDemoData: false, withDemoVendors: true });
  expect(parseStartOptions(['--demo-data'])).toEqual({ withDemoData: true, withDemoVendors: false, wantsHelp: false });
  expect(() => parseStartOptions(['--demo'])).toThrow('npm start has no option --demo.');
});
