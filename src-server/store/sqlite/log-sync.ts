import { closeSync, fdatasync, openSync } from 'node:fs';

/** Calls back once the file's content is on the disk. */
export type SyncFile = (descriptor: number, done: (error: Error | null) => void) => void;

/**
 * Syncs the write-ahead log beside this thread, which reads the next requests meanwhile. Until then a commit is in the file
 * and not yet durable: nobody may hear of it, neither who wrote it nor who read it.
 */
export class LogSync {
  readonly #log: string;
  readonly #syncFile: SyncFile;
  #descriptor: number | null = null;
  #committed = 0;
  #synced = 0;
  #running: Promise<void> | null = null;
  #failure: Error | null = null;

  constructor(file: string, syncFile: SyncFile = fdatasync) {
    this.#log = `${file}-wal`;
    this.#syncFile = syncFile;
  }

  noteCommit(): void {
    this.#committed += 1;
  }

  /** Settles when all that is committed now is durable; rejects where the disk refused once. */
  async settle(): Promise<void> {
    const wanted = this.#committed;
    while (this.#synced < wanted && !this.#failure) {
      this.#running ??= this.#sync();
      await this.#running;
    }
    this.throwFailure();
  }

  /** What the system could not write it may have thrown away: a second try would succeed without a reason. */
  throwFailure(): void {
    if (this.#failure) throw this.#failure;
  }

  /** Waits for those who still wait; who wrote was told whether it went well. */
  async close(): Promise<void> {
    await Promise.allSettled([this.settle()]);
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #sync(): Promise<void> {
    const covered = this.#committed;
    // Windows syncs only what is open for writing.
    this.#descriptor ??= openSync(this.#log, 'r+');
    const descriptor = this.#descriptor;
    return new Promise((resolve) => {
      this.#syncFile(descriptor, (error) => {
        this.#running = null;
        this.#failure ??= error;
        this.#synced = covered;
        resolve();
      });
    });
  }
}
