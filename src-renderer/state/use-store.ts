import { useSyncExternalStore } from 'react';
import type { Store } from '../data/console-data.ts';

/** The value of a store of the data layer, kept up to date. */
export function useStore<Value>(store: Store<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}
