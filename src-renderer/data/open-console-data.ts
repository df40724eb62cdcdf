import type { Account, DocketBridge } from '../../src-shared/ipc/contract.ts';
import type { ConsoleData } from './console-data.ts';

/** Opens the replica of an account in the browser's own database. */
export async function openConsoleData(_bridge: DocketBridge, _account: Account): Promise<ConsoleData> {
  throw new Error('not there yet');
}
