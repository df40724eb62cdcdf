import type { Account, DocketBridge } from '../../src-shared/ipc/contract.ts';
import type { ConsoleData } from '../data/console-data.ts';

export interface AppProps {
  bridge: DocketBridge;
  /** Opens the replica of the account that is signed in; closed again with `close` when the account changes. */
  openData: (account: Account) => Promise<ConsoleData>;
}

export function App(_props: AppProps) {
  return <main>Docket</main>;
}
