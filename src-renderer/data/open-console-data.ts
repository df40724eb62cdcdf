import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { Account, DocketBridge } from '../../src-shared/ipc/contract.ts';
import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { ConsoleData } from './console-data.ts';
import { createConsoleData } from './create-console-data.ts';

/** Frames do not come to a window that nobody sees: changes must not pile up there. */
const LATEST_MS = 100;

/** Opens the replica of an account in the browser's own database. Rejects with the sentence to show. */
export function openConsoleData(bridge: DocketBridge, account: Account): Promise<ConsoleData> {
  return createConsoleData({
    account,
    bridge,
    storage: getRxStorageDexie(),
    fetch: (input, init) => fetch(input, init),
    origin: location.origin,
    nowMs: Date.now,
    random: Math.random,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    onOnline: (listener) => {
      window.addEventListener('online', listener);
      return () => window.removeEventListener('online', listener);
    },
    schedule: scheduleWithFrame,
    backoff: { firstMs: 300, longestMs: 5_000 },
    silenceMs: SYNC_LIMITS.heartbeatMs * 2.5,
  });
}

function scheduleWithFrame(work: () => void): void {
  let done = false;
  const runOnce = () => {
    if (done) return;
    done = true;
    work();
  };
  requestAnimationFrame(runOnce);
  setTimeout(runOnce, LATEST_MS);
}
