import { interfaceStore } from '../state/interface-state.ts';
import { surfaces } from './surfaces.ts';

/** Gives the keyboard to the list as soon as it is drawn, unless a quick hand has opened something over it by then. */
export function focusListOnceDrawn(): void {
  requestAnimationFrame(() => {
    const { overlay, newTask } = interfaceStore.getState();
    if (overlay === null && newTask === null) surfaces.list?.focus();
  });
}
