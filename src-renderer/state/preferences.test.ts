import { expect, test } from 'vitest';
import { connectPreferences, interfaceStore, setTheme } from './interface-state.ts';
import { DEFAULT_PREFERENCES, readPreferences } from './preferences.ts';

function storage(kept: string | null) {
  let text = kept;
  return {
    getItem: () => text,
    setItem: (_key: string, value: string) => {
      text = value;
    },
    text: () => text,
  };
}

test('what cannot be read is as by default', () => {
  expect(readPreferences(storage(null))).toEqual(DEFAULT_PREFERENCES);
  expect(readPreferences(storage('{'))).toEqual(DEFAULT_PREFERENCES);
  expect(readPreferences(storage('{"theme":"neon","density":"roomy"}'))).toEqual({ ...DEFAULT_PREFERENCES, density: 'roomy' });
});

test('a chosen theme is there at the next start', () => {
  const kept = storage(null);
  const disconnect = connectPreferences(kept);
  setTheme('dark');
  disconnect();
  expect(readPreferences(kept).theme).toBe('dark');
  connectPreferences(storage(null))();
  expect(interfaceStore.getState().theme).toBe('system');
});
