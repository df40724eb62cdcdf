import { createStore, useStore } from 'zustand';

const store = createStore<{ isOpen: boolean }>(() => ({ isOpen: false }));

/** Whether tasks are shown with the rules that put them where they are: stays from one task to the next. */
export function useWhyOpen(): boolean {
  return useStore(store, ({ isOpen }) => isOpen);
}

export function setWhyOpen(isOpen: boolean): void {
  store.setState({ isOpen });
}
