import { expect, test } from 'vitest';
import { boundsToOpen } from './window-state.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const state = (x: number, y: number, width = 1200, height = 800) => ({ bounds: { x, y, width, height }, maximized: false });

test('opens where it was, if enough of that is on a screen', () => {
  expect(boundsToOpen(state(100, 50), [screen])).toEqual({ x: 100, y: 50, width: 1200, height: 800 });
  expect(boundsToOpen(state(2000, 50), [screen, { ...screen, x: 1920 }])).toMatchObject({ x: 2000 });
});

test('opens in the middle when its screen is gone or its title bar would be out of reach', () => {
  expect(boundsToOpen(state(2000, 50), [screen])).toEqual({ width: 1200, height: 800 });
  expect(boundsToOpen(state(100, -400), [screen])).toEqual({ width: 1200, height: 800 });
});

test('is never smaller than what the console needs', () => {
  expect(boundsToOpen(state(0, 0, 300, 200), [screen])).toMatchObject({ width: 1024, height: 640 });
  expect(boundsToOpen(null, [screen])).toMatchObject({ width: 1360 });
});
