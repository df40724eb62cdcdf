import { expect, test } from 'vitest';
import { allowOrigin, isAllowed } from './allowed-origins.ts';

function memory(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

test('a server that was allowed once is allowed for this account, and for all of its pages', () => {
  const storage = memory();
  allowOrigin(storage, 'ada', 'https://claims.example/case/1');
  expect(isAllowed(storage, 'ada', 'https://claims.example/case/2')).toBe(true);
  expect(isAllowed(storage, 'ada', 'http://claims.example/case/2')).toBe(false);
  expect(isAllowed(storage, 'ada', 'https://claims.example.evil/')).toBe(false);
  expect(isAllowed(storage, 'bo', 'https://claims.example/case/2')).toBe(false);
});

test('what cannot be read asks again', () => {
  const storage = memory();
  storage.setItem('docket.player.origins.ada', '{');
  expect(isAllowed(storage, 'ada', 'https://claims.example/')).toBe(false);
});
