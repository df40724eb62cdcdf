import { expect, test } from 'vitest';
import { findFetchAddresses } from './lock-file-addresses.mjs';

test('addresses in a lock file are found, links within the project and funding pages are none', () => {
  const packages = {
    '': { dependencies: { a: '1.0.0', b: 'https://example.org/b.tgz' } },
    'node_modules/a': { version: '1.0.0', resolved: 'https://registry.example.org/a-1.0.0.tgz', integrity: 'sha512-x' },
    'node_modules/c': { version: '1.0.0', funding: { url: 'https://example.org/fund' } },
    'node_modules/d': { resolved: 'resources/integrations/d', link: true },
  };
  expect(findFetchAddresses({ packages })).toEqual([
    'package.json: b https://example.org/b.tgz',
    'node_modules/a: https://registry.example.org/a-1.0.0.tgz',
  ]);
});
