import { expect, test } from 'vitest';
import { GestureGate } from './gesture-gate.ts';

test('a page opens nothing by itself, and one page for each gesture', () => {
  const gate = new GestureGate();
  expect(gate.take(0)).toBe(false);
  gate.noteInput('mouseMove', 1_000);
  expect(gate.take(1_000)).toBe(false);
  gate.noteInput('mouseDown', 2_000);
  expect([gate.take(2_100), gate.take(2_200), gate.take(4_000)]).toEqual([true, false, false]);
  gate.noteInput('rawKeyDown', 10_000);
  expect(gate.take(15_001)).toBe(false);
});

test('many gestures open one page a second', () => {
  const gate = new GestureGate();
  const opened = Array.from({ length: 100 }, (_, index) => {
    gate.noteInput('mouseDown', index * 30);
    return gate.take(index * 30);
  });
  expect(opened.filter(Boolean)).toHaveLength(3);
});
