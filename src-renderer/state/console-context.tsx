import { createContext, type ReactNode, use, useMemo } from 'react';
import type { Account, DocketBridge } from '../../src-shared/ipc/contract.ts';
import type { ConsoleData, TaskEntry } from '../data/console-data.ts';
import type { ServerApi } from '../data/server-api.ts';
import { useStore } from './use-store.ts';

export interface ConsoleHandles {
  bridge: DocketBridge;
  data: ConsoleData;
  account: Account;
  /** For what is not in the replica: settings. */
  server: ServerApi;
}

const ConsoleContext = createContext<ConsoleHandles | null>(null);

export function ConsoleProvider({ handles, children }: { handles: ConsoleHandles; children: ReactNode }) {
  return <ConsoleContext value={handles}>{children}</ConsoleContext>;
}

/** What the signed-in console works with. Only inside of `ConsoleProvider`. */
export function useConsole(): ConsoleHandles {
  const handles = use(ConsoleContext);
  if (!handles) throw new Error('there is no console around this component');
  return handles;
}

const NO_ENTRY = { getSnapshot: () => null, subscribe: () => () => undefined };

export function useTaskEntry(taskUid: string | null): TaskEntry | null {
  const { data } = useConsole();
  const store = useMemo(() => (taskUid === null ? NO_ENTRY : data.tasks.entry(taskUid)), [data, taskUid]);
  return useStore(store);
}
