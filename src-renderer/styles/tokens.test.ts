import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

type Tokens = ReadonlyMap<string, string>;

/** The declarations of the block that begins after `start`. */
function block(start: string): Tokens {
  const from = css.indexOf('{', css.indexOf(start));
  const text = css.slice(from, css.indexOf('}', from));
  return new Map([...text.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name ?? '', value ?? '']));
}

const light = block(':root {');
const systemDark = block(':root:not([data-theme="light"])');
const chosenDark = block(':root[data-theme="dark"]');

/** OKLCH → relative luminance by WCAG 2. The matrices are Björn Ottosson's. */
function luminance(colour: string): number {
  const [lightness = 0, chroma = 0, hue = 0] = (/oklch\(([^)/]+)/.exec(colour)?.[1] ?? '').split(' ').map(Number);
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  return (
    0.2126 * clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) +
    0.7152 * clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) +
    0.0722 * clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  );
}

function contrast(tokens: Tokens, ink: string, ground: string): number {
  const [a, b] = [luminance(tokens.get(ink) ?? ''), luminance(tokens.get(ground) ?? '')];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const SURFACES = ['canvas', 'surface', 'raised', 'hover', 'selected', 'selected-idle'];
const TEXTS = [
  'ink',
  'ink-muted',
  'ink-faint',
  'accent-ink',
  'status-todo',
  'status-assigned',
  'status-started',
  'status-done',
  'danger',
  'warning',
  'success',
];

test('the luminance of black, white and grey is what WCAG says', () => {
  expect(luminance('oklch(1 0 0)')).toBeCloseTo(1, 3);
  expect(luminance('oklch(0 0 0)')).toBeCloseTo(0, 3);
  expect(luminance('oklch(0.5 0 0)')).toBeCloseTo(0.125, 3);
});

test.each([
  ['light', light],
  ['dark', chosenDark],
] as const)('text has 4.5:1 on every surface in the %s theme', (_theme, tokens) => {
  for (const ground of SURFACES) {
    for (const ink of TEXTS) expect(contrast(tokens, ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
  expect(contrast(tokens, 'on-accent', 'accent')).toBeGreaterThanOrEqual(4.5);
  expect(contrast(tokens, 'on-accent', 'accent-hover')).toBeGreaterThanOrEqual(4.5);
  for (const ink of ['ink', 'ink-muted', 'danger']) expect(contrast(tokens, ink, 'danger-wash'), ink).toBeGreaterThanOrEqual(4.5);
  for (const ink of ['ink', 'warning']) expect(contrast(tokens, ink, 'warning-wash'), ink).toBeGreaterThanOrEqual(4.5);
});

test('dark by the system and dark by choice are the same', () => {
  expect([...systemDark]).toEqual([...chosenDark]);
  expect([...light.keys()].sort()).toEqual([...chosenDark.keys()].sort());
});
