import { expect, test } from 'vitest';
import { closeOverlay, interfaceStore, openOverlay } from './interface-state.ts';

test('an answer that comes late closes the dialog that it was for, and no other', () => {
  openOverlay('save-view');
  openOverlay('palette');
  expect(closeOverlay('save-view')).toBe(false);
  expect(interfaceStore.getState().overlay).toBe('palette');
  openOverlay('save-view');
  expect(closeOverlay('save-view')).toBe(true);
  expect(interfaceStore.getState().overlay).toBeNull();
});
