import { createStore, useStore } from 'zustand';

/** The player that floats above other windows. */
export interface Floating {
  taskUid: string;
  /** Where the task's page stands in the system's browser: the next one of the same server opens there too. Null: here. */
  browserOrigin: string | null;
  /** The window gets the keyboard when it opens. */
  focus: boolean;
}

interface PlayerStore {
  /** The task whose page stands in place of the list; null: the list does. */
  taskUid: string | null;
  floating: Floating | null;
}

const playerStore = createStore<PlayerStore>(() => ({ taskUid: null, floating: null }));

export function openPlayer(taskUid: string): void {
  playerStore.setState({ taskUid });
}

/** Back to the list; a floating player stays. */
export function stopPlaying(): void {
  playerStore.setState({ taskUid: null });
}

/** Ends the floating one as well. */
export function closePlayer(): void {
  playerStore.setState({ taskUid: null, floating: null });
}

export function playedUid(): string | null {
  return playerStore.getState().taskUid;
}

export function usePlayedUid(): string | null {
  return useStore(playerStore, ({ taskUid }) => taskUid);
}

export function floatPlayer(floating: Floating | null): void {
  playerStore.setState({ floating });
}

export function floatingPlayer(): Floating | null {
  return playerStore.getState().floating;
}

export function useFloatingPlayer(): Floating | null {
  return useStore(playerStore, ({ floating }) => floating);
}
