import { afterEach, expect, test, vi } from 'vitest';
import { openOverlay } from '../state/interface-state.ts';
import { openTaskDialog } from '../state/task-dialog.ts';
import { focusOnceDrawn } from './focus-once-drawn.ts';

afterEach(() => {
  openOverlay(null);
  openTaskDialog(null);
  vi.unstubAllGlobals();
});

/** How often the focus was taken, a frame after `meanwhile`. */
function takenAfter(meanwhile: () => void): number {
  const frames: (() => void)[] = [];
  vi.stubGlobal('document', { activeElement: null });
  vi.stubGlobal('requestAnimationFrame', (work: () => void) => frames.push(work));
  const focus = vi.fn();
  focusOnceDrawn(focus);
  meanwhile();
  for (const work of frames) work();
  return focus.mock.calls.length;
}

test('what is drawn takes the focus, but not from what a quick hand has opened over it', () => {
  expect(takenAfter(() => undefined)).toBe(1);
  expect(takenAfter(() => openOverlay('palette'))).toBe(0);
  openOverlay(null);
  expect(takenAfter(() => openTaskDialog({ kind: 'ask', act: 'snooze', taskUids: ['a'] }))).toBe(0);
});
