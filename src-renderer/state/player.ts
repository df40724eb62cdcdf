import { createStore, useStore } from 'zustand';

/** The task whose page stands in place of the list; null: the list does. */
const playerStore = createStore<{ taskUid: string | null }>(() => ({ taskUid: null }));

export function openPlayer(taskUid: string): void {
  playerStore.setState({ taskUid });
}

export function closePlayer(): void {
  playerStore.setState({ taskUid: null });
}

export function playedUid(): string | null {
  return playerStore.getState().taskUid;
}

export function usePlayedUid(): string | null {
  return useStore(playerStore, ({ taskUid }) => taskUid);
}
