import type { RxStorage } from 'rxdb';
import type { Account, DocketBridge } from '../../src-shared/ipc/contract.ts';
import type { Schedule } from './mutable-store.ts';
import type { BackoffLimits } from './waiter.ts';

/** The world outside of the data layer: the browser's in the console, made ones in tests. */
export interface DataDependencies {
  account: Account;
  bridge: DocketBridge;
  storage: RxStorage<unknown, unknown>;
  /** What the replica lives in when the disk takes none. */
  memory?: () => Promise<RxStorage<unknown, unknown>>;
  /** Whether this computer has had all of the account's tasks before; outlives the replica. */
  filled?: { get: () => boolean; set: () => void };
  /** The open replica can no longer be read, or be written: another one has to take its place. */
  onBroken?: (how: 'unreadable' | 'unwritable') => void;
  fetch: typeof fetch;
  /** Where the API is, without a trailing slash: `app://docket`. */
  origin: string;
  nowMs: () => number;
  random: () => number;
  randomBytes: (length: number) => Uint8Array;
  /** Calls back when the system says that there is a network again; gives back its own end. */
  onOnline: (listener: () => void) => () => void;
  /** When listeners hear of changes. */
  schedule: Schedule;
  /** Resolves when what was drawn is on the screen, and nobody has asked for more. Without it nothing waits. */
  leisure?: () => Promise<void>;
  backoff: BackoffLimits;
  /** A stream that says nothing for so long is dead. */
  silenceMs: number;
}
