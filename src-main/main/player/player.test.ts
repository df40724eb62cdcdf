import { expect, it, vi } from 'vitest';

// Electron itself runs in the end-to-end tests: here only what needs none of it.
vi.mock('electron', () => ({ session: {}, WebContentsView: class {} }));

const { isConsoleKey } = await import('./player.ts');
const { plainUserAgent } = await import('./player-session.ts');

const press = (key: string, held: { control?: boolean; meta?: boolean; shift?: boolean } = {}) =>
  isConsoleKey({ key, control: false, meta: false, shift: false, ...held });

it('a few keys are the console’s, the rest belong to the page', () => {
  expect([press('F6'), press('Enter', { control: true }), press('k', { meta: true }), press('N', { control: true, shift: true })]).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([press('k'), press('Enter'), press('n', { control: true }), press('a', { control: true })]).toEqual([false, false, false, false]);
});

it('pages see a browser’s name and nothing else', () => {
  const sent =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) docket/0.1.0 Chrome/130.0.0.0 Electron/33.2.1 Safari/537.36';
  expect(plainUserAgent(sent)).toBe(
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
  );
});
