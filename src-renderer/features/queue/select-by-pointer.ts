import { activeUidOf, interfaceStore, setActiveUid } from '../../state/interface-state.ts';
import { changeSelection, selectedIn } from '../../state/selection.ts';
import { viewKey } from '../../state/view.ts';

export interface PointerKeys {
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

/** Ctrl or Cmd adds one more row or lets it go; Shift takes all from the active row to this one; alone it makes the row active. */
export function selectByPointer(ids: readonly string[], taskUid: string, { ctrlKey, metaKey, shiftKey }: PointerKeys): void {
  const state = interfaceStore.getState();
  const view = viewKey(state.view);
  const from = ids.indexOf(activeUidOf(state) ?? taskUid);
  if (shiftKey && from !== -1) {
    const to = ids.indexOf(taskUid);
    changeSelection(view, { add: ids.slice(Math.min(from, to), Math.max(from, to) + 1) });
  } else if (ctrlKey || metaKey) {
    changeSelection(view, selectedIn(view).has(taskUid) ? { remove: [taskUid] } : { add: [taskUid] });
  }
  setActiveUid(taskUid);
}
