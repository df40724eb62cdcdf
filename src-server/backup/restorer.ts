import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Restoration } from '../../src-shared/http/backup-endpoints.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { AuditActor } from '../audit/insert-audit-event.ts';
import type { Clock } from '../clock.ts';
import { openBackupShelf } from './backup-shelf.ts';
import { carryPeople } from './compare-backup.ts';
import { comingOf, discardPrepared, putBack, putInPlace } from './restore-database.ts';
import { runBackupTask } from './run-backup-task.ts';

/** Puts backups in the place of the database while the process goes on. It outlives the server that it stops and starts. */
export interface Restorer {
  state(): Restoration;
  /** False: one is under way. How it ends is told by `state`. */
  begin(backup: string, name: string, actor: AuditActor): boolean;
}

export interface RestorerDependencies {
  databaseFile: string;
  clock: Clock;
  /**
   * Ends the server, calls `replace` with the database closed, and starts one on what is there then; if it does not start,
   * calls what `replace` gave back, and starts one on that. Rejects when the old database is what it goes on with.
   */
  swap(replace: () => () => void): Promise<void>;
  onError(error: unknown): void;
}

export const NOTHING_RESTORED: Restoration = {
  state: 'none',
  name: null,
  started_at: null,
  finished_at: null,
  problem: null,
  kept_as: null,
};

export function createRestorer({ databaseFile, clock, swap, onError }: RestorerDependencies): Restorer {
  const folder = dirname(databaseFile);
  const now = () => formatTimestamp(clock.nowMicros());
  let state = NOTHING_RESTORED;
  // What a process that died in the middle of one has left.
  discardPrepared(folder);
  for (const { name, file } of openBackupShelf(databaseFile).list()) {
    if (statSync(file).ino === statSync(databaseFile).ino) openBackupShelf(databaseFile).remove(name);
  }

  async function restore(backup: string, actor: AuditActor): Promise<void> {
    await runBackupTask({ kind: 'prepare', backup, folder, actor });
    state = { ...state, state: 'replacing' };
    const shelf = openBackupShelf(databaseFile);
    const kept = shelf.placeForReplaced(clock.nowMicros());
    await swap(() => {
      carryPeople(comingOf(folder), databaseFile);
      putInPlace(folder, kept);
      return () => putBack(kept, databaseFile);
    });
    state = { ...state, state: 'done', finished_at: now(), kept_as: shelf.list().find(({ file }) => file === kept)?.name ?? null };
  }

  return {
    state: () => state,
    begin(backup, name, actor) {
      if (state.state === 'preparing' || state.state === 'replacing') return false;
      state = { ...NOTHING_RESTORED, state: 'preparing', name, started_at: now() };
      restore(backup, actor).catch((error: unknown) => {
        onError(error);
        discardPrepared(folder);
        const problem = error instanceof Error ? error.message : String(error);
        state = { ...state, state: 'failed', finished_at: now(), problem };
      });
      return true;
    },
  };
}
