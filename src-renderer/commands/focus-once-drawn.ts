import { interfaceStore } from '../state/interface-state.ts';
import { isTaskDialogOpen } from '../state/task-dialog.ts';
import { isTyping } from './key-dispatcher.ts';
import { surfaces } from './surfaces.ts';

/**
 * Gives the keyboard to what is being drawn, by `focus`. Not if a quick hand has opened something over it by then, or has
 * gone on to a field: what is typed there would be taken for commands.
 */
export function focusOnceDrawn(focus: () => void): void {
  const before = document.activeElement;
  requestAnimationFrame(() => {
    const { overlay, newTask } = interfaceStore.getState();
    const { activeElement } = document;
    const wentOn = activeElement !== before && isTyping(activeElement);
    const isCovered = overlay !== null || newTask !== null || isTaskDialogOpen();
    if (!isCovered && !wentOn) focus();
  });
}

export function focusListOnceDrawn(): void {
  focusOnceDrawn(() => surfaces.list?.focus());
}
