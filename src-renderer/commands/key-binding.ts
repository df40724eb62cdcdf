import { parseKeybinding } from 'tinykeys';

const isMac = typeof navigator === 'object' && /Mac|iPhone|iPad/.test(navigator.platform);

const KEY_LABELS: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  Enter: '↵',
  Escape: 'Esc',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
  Home: 'Home',
  End: 'End',
};

const MODIFIER_LABELS: Readonly<Record<string, string>> = isMac
  ? { Control: '⌃', Meta: '⌘', Shift: '⇧', Alt: '⌥' }
  : { Control: 'Ctrl', Meta: 'Meta', Shift: 'Shift', Alt: 'Alt' };

/** A binding as it is drawn: presses one after the other, each a list of keys held together. */
export function keyLabels(binding: string): string[][] {
  return parseKeybinding(binding).map(([required, , key]) => [
    ...required.map((modifier) => MODIFIER_LABELS[modifier] ?? modifier),
    typeof key === 'string' ? (KEY_LABELS[key] ?? key.toUpperCase()) : String(key),
  ]);
}

/** A binding as `aria-keyshortcuts` wants it; sequences have no form there. */
export function ariaShortcut(binding: string): string | undefined {
  const presses = parseKeybinding(binding);
  const [press] = presses;
  if (!press || presses.length > 1) return undefined;
  const [required, , key] = press;
  return [...required, typeof key === 'string' ? (key.length === 1 ? key.toUpperCase() : key) : String(key)].join('+');
}

/**
 * Whether the two could both answer to the same keys: equal, or one is the beginning of the other (the longer one could
 * then never be typed).
 */
export function bindingsClash(a: string, b: string): boolean {
  const [first, second] = [normalPresses(a), normalPresses(b)];
  const shared = Math.min(first.length, second.length);
  return first.slice(0, shared).every((press, index) => press === second[index]);
}

function normalPresses(binding: string): string[] {
  return parseKeybinding(binding).map(([required, , key]) => [...required].sort().concat(String(key).toUpperCase()).join('+'));
}
