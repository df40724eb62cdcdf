import { createStore, type StoreApi, useStore } from 'zustand';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { PlainKey } from '../i18n/translate.ts';
import {
  DEFAULT_PREFERENCES,
  type Density,
  keepPreferences,
  type LanguageChoice,
  type Preferences,
  preferencesOf,
  readPreferences,
  type Theme,
} from './preferences.ts';
import { DEFAULT_SORT, type ListConditions, NO_CONDITIONS, type Sort, type View, viewKey } from './view.ts';

export type Overlay = 'preferences' | 'sign-out' | 'palette' | 'help' | 'sign-in' | 'offline' | 'save-view';

/** Something that the operator did and can take back. */
export interface UndoStep {
  opIds: readonly string[];
  /** What was done, in the past tense. */
  done: PlainKey;
  taskUid: string;
  /** Where the operator was, to come back to the task. */
  view: View;
}

/** A task that is being made from a form. */
export interface NewTask {
  /** Null: chosen yet. */
  formId: string | null;
  /** What is known already; from a creation that was refused, what was typed. */
  values: JsonObject;
  /** The refused creation that this one takes the place of. */
  replacesOpId: string | null;
}

/** Something that stands until the operator puts it away. */
export interface Alert {
  title: string;
  text: string;
}

/** What is on the screen and how: never anything of the server's. */
export interface InterfaceState extends Preferences {
  view: View;
  /** Where the way out of the settings leads. */
  workView: View;
  conditions: ListConditions;
  /** By `viewKey`. */
  sorts: Readonly<Record<string, Sort>>;
  /** The row that the keyboard is on, by `viewKey`. */
  activeUids: Readonly<Record<string, string | null>>;
  activeInboxOpId: string | null;
  /** Whether the task stands beside the list (or, in a narrow window, over it). */
  paneOpen: boolean;
  navigationOpen: boolean;
  overlay: Overlay | null;
  alert: Alert | null;
  undoSteps: readonly UndoStep[];
  /** Comments that were begun and not sent, by task. */
  commentDrafts: Readonly<Record<string, string>>;
  newTask: NewTask | null;
  /** Forms that were begun and not sent: what stands in their controls, by path. By form, or by the refused creation. */
  formDrafts: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export type InterfaceStore = StoreApi<InterfaceState>;

/** As many steps as somebody might remember. */
const UNDO_STEPS_KEPT = 50;

const initial: InterfaceState = {
  ...DEFAULT_PREFERENCES,
  view: { kind: 'tasks', scope: { kind: 'mine' } },
  workView: { kind: 'tasks', scope: { kind: 'mine' } },
  conditions: NO_CONDITIONS,
  sorts: {},
  activeUids: {},
  activeInboxOpId: null,
  paneOpen: true,
  navigationOpen: false,
  overlay: null,
  alert: null,
  undoSteps: [],
  commentDrafts: {},
  newTask: null,
  formDrafts: {},
};

export const interfaceStore: InterfaceStore = createStore(() => initial);

export function useInterface<Value>(select: (state: InterfaceState) => Value): Value {
  return useStore(interfaceStore, select);
}

const { setState, getState } = interfaceStore;

export function goTo(view: View): void {
  const same = viewKey(view) === viewKey(getState().view);
  setState({
    view,
    navigationOpen: false,
    ...(view.kind === 'tasks' || view.kind === 'inbox' ? { workView: view } : {}),
    ...(same ? {} : { conditions: NO_CONDITIONS }),
  });
}

/** Back to where the work was. */
export function leaveSettings(): void {
  goTo(getState().workView);
}

export function setConditions(change: Partial<ListConditions>): void {
  setState(({ conditions }) => ({ conditions: { ...conditions, ...change } }));
}

export function sortOf(state: InterfaceState): Sort {
  return state.sorts[viewKey(state.view)] ?? DEFAULT_SORT;
}

export function setSort(sort: Sort): void {
  setState(({ sorts, view }) => ({ sorts: { ...sorts, [viewKey(view)]: sort } }));
}

export function activeUidOf(state: InterfaceState): string | null {
  return state.activeUids[viewKey(state.view)] ?? null;
}

/** In the view that is on the screen, unless another is named. */
export function setActiveUid(taskUid: string | null, view = getState().view): void {
  const { activeUids } = getState();
  const key = viewKey(view);
  if ((activeUids[key] ?? null) === taskUid) return;
  setState({ activeUids: { ...activeUids, [key]: taskUid } });
}

export function openOverlay(overlay: Overlay | null): void {
  setState({ overlay });
}

/** Gives back whether it was still open: something else that was opened meanwhile stays. */
export function closeOverlay(overlay: Overlay): boolean {
  const isOpen = getState().overlay === overlay;
  if (isOpen) setState({ overlay: null });
  return isOpen;
}

export function raiseAlert(alert: Alert | null): void {
  setState({ alert });
}

export function pushUndo(step: UndoStep): void {
  setState(({ undoSteps }) => ({ undoSteps: [...undoSteps, step].slice(-UNDO_STEPS_KEPT) }));
}

/** Takes the named step, or the last one, off the list. */
export function takeUndo(opIds?: readonly string[]): UndoStep | null {
  const { undoSteps } = getState();
  const step = opIds ? undoSteps.find((known) => known.opIds === opIds) : undoSteps.at(-1);
  if (!step) return null;
  setState({ undoSteps: undoSteps.filter((known) => known !== step) });
  return step;
}

export function keepCommentDraft(taskUid: string, text: string): void {
  setState(({ commentDrafts }) => {
    const { [taskUid]: _previous, ...others } = commentDrafts;
    return { commentDrafts: text === '' ? others : { ...others, [taskUid]: text } };
  });
}

export function openNewTask(newTask: NewTask | null): void {
  setState({ newTask });
}

/** Gives back whether it was still open: another one that was begun meanwhile stays. */
export function closeNewTask(newTask: NewTask): boolean {
  const isOpen = getState().newTask === newTask;
  if (isOpen) setState({ newTask: null });
  return isOpen;
}

/** Null: sent, or thrown away. */
export function keepFormDraft(key: string, answers: Readonly<Record<string, readonly string[]>> | null): void {
  setState(({ formDrafts }) => {
    const { [key]: _previous, ...others } = formDrafts;
    return { formDrafts: answers === null ? others : { ...others, [key]: answers } };
  });
}

export function setTheme(theme: Theme): void {
  setState({ theme });
}

export function setDensity(density: Density): void {
  setState({ density });
}

export function setLanguage(language: LanguageChoice): void {
  setState({ language });
}

export function changePreferences(change: Partial<Preferences>): void {
  setState(change);
}

/** Takes up the look that was kept, and keeps it from now on. Gives back its end. */
export function connectPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): () => void {
  setState(readPreferences(storage));
  return interfaceStore.subscribe((state, before) => {
    const [now, then] = [preferencesOf(state), preferencesOf(before)];
    const names = Object.keys(now) as (keyof Preferences)[];
    if (names.some((name) => now[name] !== then[name])) keepPreferences(storage, now);
  });
}

/** As at the start; the look stays. */
export function resetInterface(): void {
  setState({ ...initial, ...preferencesOf(getState()) });
}
