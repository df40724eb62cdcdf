import type { KeyboardEvent } from 'react';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Arrows, J and K move the focus among the items of a list; with a modifier they are somebody else's keys. */
export function moveAmong(event: KeyboardEvent<HTMLElement>, selector: string): void {
  const step = STEPS[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const place = items.findIndex((item) => item.matches(':focus'));
  items[Math.max(0, Math.min(items.length - 1, place + step))]?.focus();
}
