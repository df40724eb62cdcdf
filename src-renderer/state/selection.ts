import { createStore, useStore } from 'zustand';

interface Selection {
  /** By `viewKey`: leaving a view forgets what was selected there. */
  view: string;
  uids: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

const selectionStore = createStore<Selection>(() => ({ view: '', uids: NOTHING }));

/** As many tasks as one bulk step takes. */
export const SELECTED_MAXIMUM = 1_000;

export function selectedIn(view: string): ReadonlySet<string> {
  const selection = selectionStore.getState();
  return selection.view === view ? selection.uids : NOTHING;
}

export function useSelectedIn(view: string): ReadonlySet<string> {
  return useStore(selectionStore, (selection) => (selection.view === view ? selection.uids : NOTHING));
}

export function useIsSelected(view: string, taskUid: string): boolean {
  return useStore(selectionStore, (selection) => selection.view === view && selection.uids.has(taskUid));
}

export function useIsAnySelected(view: string): boolean {
  return useStore(selectionStore, (selection) => selection.view === view && selection.uids.size > 0);
}

/** Adds and takes away. Gives back whether there was room for all. */
export function changeSelection(view: string, change: { add?: readonly string[]; remove?: readonly string[] }): boolean {
  const uids = new Set(selectedIn(view));
  for (const uid of change.remove ?? []) uids.delete(uid);
  for (const uid of change.add ?? []) if (uids.size < SELECTED_MAXIMUM) uids.add(uid);
  selectionStore.setState({ view, uids });
  return (change.add ?? []).every((uid) => uids.has(uid));
}

/** Wherever they are selected by now. */
export function deselect(taskUids: readonly string[]): void {
  const uids = new Set(selectionStore.getState().uids);
  for (const uid of taskUids) uids.delete(uid);
  selectionStore.setState({ uids });
}

export function clearSelection(): void {
  selectionStore.setState({ uids: NOTHING });
}
