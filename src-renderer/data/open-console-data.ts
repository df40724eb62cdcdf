import type { RxStorage } from 'rxdb';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { Account, DocketBridge } from '../../src-shared/ipc/contract.ts';
import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { ConsoleData } from './console-data.ts';
import { createConsoleData } from './create-console-data.ts';
import { eraseDatabases } from './erase-account.ts';
import type { Schedule } from './mutable-store.ts';

/** Frames do not come to a window that nobody sees: changes must not pile up there. */
const LATEST_MS = 100;
const BULK_INTERVAL_MS = 250;

/** As long as the page takes to draw what it opens with, on a slow machine too. */
const FIRST_DRAWING_MS = 100;
const LATEST_LEISURE_MS = 500;

/** `anew`: what is on the disk cannot be read. `memory`: nothing can be written there. */
export type ReplicaPlace = 'disk' | 'anew' | 'memory';

export interface OpenOptions {
  place: ReplicaPlace;
  onBroken: (how: 'unreadable' | 'unwritable') => void;
}

/** Opens the replica of an account in the browser's own database. Rejects with the sentence to show. */
export async function openConsoleData(bridge: DocketBridge, account: Account, { place, onBroken }: OpenOptions): Promise<ConsoleData> {
  if (place === 'anew') await eraseDatabases(indexedDB, account.key);
  const filledKey = `docket.filled.${account.key}`;
  return createConsoleData({
    account,
    bridge,
    storage: place === 'memory' ? await openMemory() : getRxStorageDexie(),
    memory: openMemory,
    filled: { get: () => localStorage.getItem(filledKey) !== null, set: () => localStorage.setItem(filledKey, 'true') },
    onBroken,
    fetch: (input, init) => fetch(input, init),
    origin: location.origin,
    nowMs: Date.now,
    random: Math.random,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    onOnline: (listener) => {
      window.addEventListener('online', listener);
      return () => window.removeEventListener('online', listener);
    },
    schedule: createFrameSchedule(),
    leisure: waitForLeisure,
    backoff: { firstMs: 300, longestMs: 5_000 },
    silenceMs: SYNC_LIMITS.heartbeatMs * 2.5,
  });
}

/** Hardly anybody ever needs it: its code is read by those who do. */
async function openMemory(): Promise<RxStorage<unknown, unknown>> {
  const { getRxStorageMemory } = await import('rxdb/plugins/storage-memory');
  return getRxStorageMemory();
}

function waitForLeisure(): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => requestIdleCallback(() => resolve(), { timeout: LATEST_LEISURE_MS });
    // The page is drawn in the frames after this one.
    setTimeout(settle, FIRST_DRAWING_MS);
  });
}

/**
 * Each frame; while very much comes in, so seldom that most of the time is left for taking it in. The first of it follows
 * at once: after the little that a first sync begins with, a list may have its first screen of rows by it.
 */
function createFrameSchedule(): Schedule {
  let lastBulkMs = Number.NEGATIVE_INFINITY;
  return (work, isBulk) => {
    let done = false;
    const runOnce = () => {
      if (done) return;
      done = true;
      if (isBulk) lastBulkMs = performance.now();
      work();
    };
    const restMs = isBulk ? lastBulkMs + BULK_INTERVAL_MS - performance.now() : 0;
    if (restMs <= 0) requestAnimationFrame(runOnce);
    setTimeout(runOnce, Math.max(LATEST_MS, restMs));
  };
}
