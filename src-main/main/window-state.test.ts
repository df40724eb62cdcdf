import { expect, test } from 'vitest';
import { boundsToOpen, scaleToText } from './window-state.ts';

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

test('is never larger than all screens together: the one that it was on may be gone', () => {
  const laptop = { x: 0, y: 0, width: 1366, height: 768 };
  expect(boundsToOpen(state(0, 0, 3800, 2000), [laptop])).toEqual({ x: 0, y: 0, width: 1366, height: 768 });
  expect(boundsToOpen(state(1400, -900, 3800, 2000), [laptop])).toEqual({ width: 1366, height: 768 });
  expect(boundsToOpen(state(0, 0, 2700, 700), [laptop, { ...laptop, x: 1366 }])).toMatchObject({ width: 2700, height: 700 });
});

test('is never smaller than what the console needs', () => {
  expect(boundsToOpen(state(0, 0, 300, 200), [screen])).toMatchObject({ width: 1024, height: 640 });
  expect(boundsToOpen(null, [screen])).toMatchObject({ width: 1360 });
});

test('a window that grows with its text opens in the size of the text that there is then', () => {
  const bounds = { x: 40, y: 60, width: 744, height: 288 };
  const large = { bounds, maximized: false, textFactor: 2 };
  expect(scaleToText(large, 1).bounds).toEqual({ x: 40, y: 60, width: 372, height: 144 });
  expect(scaleToText(large, 2).bounds).toEqual(bounds);
  expect(scaleToText({ bounds, maximized: false }, 1.5).bounds).toEqual({ x: 40, y: 60, width: 1_116, height: 432 });
});
