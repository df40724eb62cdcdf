import { createStore, useStore } from 'zustand';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { TaskAct } from '../data/console-data.ts';

/** Acts that have to be told something first. */
export const ASKING_ACTS = ['assign', 'snooze', 'skip', 'move'] as const satisfies readonly TaskAct[];
export type AskingAct = (typeof ASKING_ACTS)[number];

/** `ask`: what the act needs to know. `bulk`: what will become of many tasks, before it does. */
export type TaskDialog =
  | { kind: 'ask'; act: AskingAct; taskUids: readonly string[] }
  | { kind: 'bulk'; act: TaskAct; payload: JsonObject; taskUids: readonly string[] };

const dialogStore = createStore<{ dialog: TaskDialog | null }>(() => ({ dialog: null }));

export function openTaskDialog(dialog: TaskDialog | null): void {
  dialogStore.setState({ dialog });
}

/** Something else that was opened meanwhile stays. */
export function closeTaskDialog(dialog: TaskDialog): void {
  if (dialogStore.getState().dialog === dialog) openTaskDialog(null);
}

export function isTaskDialogOpen(): boolean {
  return dialogStore.getState().dialog !== null;
}

export function useTaskDialog(): TaskDialog | null {
  return useStore(dialogStore, ({ dialog }) => dialog);
}
