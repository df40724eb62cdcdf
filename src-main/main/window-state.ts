import { readFileSync } from 'node:fs';
import type { Rectangle } from 'electron';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';

const Coordinate = Type.Integer({ minimum: -100_000, maximum: 100_000 });
const WindowState = Type.Object({
  bounds: Type.Object({ x: Coordinate, y: Coordinate, width: Coordinate, height: Coordinate }),
  maximized: Type.Boolean(),
  /** Of a window that grows with its text: how large that was, 1 being the usual size. */
  textFactor: Type.Optional(Type.Number({ minimum: 0.25, maximum: 5 })),
});
export type WindowState = Static<typeof WindowState>;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How large a window opens at first, and how small it may get. */
export interface WindowSizes {
  readonly minimum: Size;
  readonly first: Size;
}

export const CONSOLE_SIZES: WindowSizes = { minimum: { width: 1024, height: 640 }, first: { width: 1360, height: 860 } };

/** How much of the window must lie on a screen for its place to be used again, in pixels each way. */
const REACHABLE_PIXELS = 96;

export function readWindowState(file: string): WindowState | null {
  try {
    const state: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Check(WindowState, state) ? state : null;
  } catch {
    // First start, or a file that cannot be read: the window opens at its first size.
    return null;
  }
}

/** As it would be with text of another size. */
export function scaleToText(state: WindowState, textFactor: number): WindowState {
  const ratio = textFactor / (state.textFactor ?? 1);
  const { x, y, width, height } = state.bounds;
  return { ...state, bounds: { x, y, width: Math.round(width * ratio), height: Math.round(height * ratio) }, textFactor };
}

/** Where to open: the last place if enough of it still lies on a screen, else centred; never larger than all screens are. */
export function boundsToOpen(
  state: WindowState | null,
  screens: readonly Rectangle[],
  { minimum, first } = CONSOLE_SIZES,
): Partial<Rectangle> {
  if (!state) return first;
  const { bounds } = state;
  const width = Math.max(Math.min(bounds.width, extentOf(screens, 'x', 'width')), minimum.width);
  const height = Math.max(Math.min(bounds.height, extentOf(screens, 'y', 'height')), minimum.height);
  const reachable = screens.some((screen) => {
    const shownWidth = Math.min(bounds.x + width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
    const shownHeight = Math.min(bounds.y + height, screen.y + screen.height) - Math.max(bounds.y, screen.y);
    return shownWidth >= REACHABLE_PIXELS && shownHeight >= REACHABLE_PIXELS && bounds.y >= screen.y;
  });
  return reachable ? { x: bounds.x, y: bounds.y, width, height } : { width, height };
}

function extentOf(screens: readonly Rectangle[], start: 'x' | 'y', size: 'width' | 'height'): number {
  return Math.max(...screens.map((screen) => screen[start] + screen[size])) - Math.min(...screens.map((screen) => screen[start]));
}
