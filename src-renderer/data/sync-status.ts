import type { ApiFailure } from './api-client.ts';
import type { Store, SyncMode, SyncState } from './console-data.ts';
import { MutableStore } from './mutable-store.ts';

/** What the title bar says. */
export class SyncStatus {
  private readonly nowMs: () => number;
  private readonly state: MutableStore<SyncState>;

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
    const since = new Date(nowMs()).toISOString();
    this.state = new MutableStore<SyncState>({
      mode: 'starting',
      since,
      receivedCount: 0,
      pendingCount: 0,
      rejectedCount: 0,
      message: null,
    });
  }

  get store(): Store<SyncState> {
    return this.state;
  }

  enter(mode: SyncMode, message: string | null = null): void {
    const before = this.state.getSnapshot();
    if (before.mode === mode && before.message === message) return;
    const since = before.mode === mode ? before.since : new Date(this.nowMs()).toISOString();
    this.state.set({ ...before, mode, since, message, receivedCount: mode === 'catching-up' ? 0 : before.receivedCount });
  }

  /** The local database has been read, and nobody has answered yet. */
  giveUpStarting(): void {
    if (this.state.getSnapshot().mode === 'starting') this.enter('offline', 'The server has not answered yet.');
  }

  receive(documents: number): void {
    const before = this.state.getSnapshot();
    if (before.mode === 'catching-up' && documents > 0) this.state.set({ ...before, receivedCount: before.receivedCount + documents });
  }

  count(pendingCount: number, rejectedCount: number): void {
    const before = this.state.getSnapshot();
    if (before.pendingCount !== pendingCount || before.rejectedCount !== rejectedCount)
      this.state.set({ ...before, pendingCount, rejectedCount });
  }

  fail(failure: ApiFailure): void {
    switch (failure.kind) {
      case 'expired':
        this.enter('expired', 'Your session has ended. Sign in again: your changes are kept and will be sent then.');
        break;
      case 'incompatible':
        this.enter('incompatible', failure.message);
        break;
      case 'unreachable':
      case 'refused':
        this.enter('offline', failure.message);
        break;
    }
  }
}
