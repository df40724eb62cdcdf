import type { FeedWriter } from './feed-writer.ts';
import { openingQuery } from './opening-page.ts';
import type { Projection } from './projection.ts';
import type { Replica } from './replica.ts';
import type { WorkspaceBook } from './workspace-state.ts';

/** When nothing has changed for so long it is written; while much changes, so seldom. */
const QUIET_MS = 1_000;
const LONGEST_MS = 5_000;

/** Keeps what the next start shows first. A start does without it where it is missing or old. */
export class OpeningKeeper {
  private readonly parts: { replica: Replica; projection: Projection; writer: FeedWriter; workspace: WorkspaceBook };
  private changedAtMs: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(parts: OpeningKeeper['parts']) {
    this.parts = parts;
  }

  /** Tasks, operations or the place in the feed are others now. */
  change(): void {
    const nowMs = performance.now();
    this.changedAtMs ??= nowMs;
    this.writeIn(Math.max(0, Math.min(QUIET_MS, this.changedAtMs + LONGEST_MS - nowMs)));
  }

  /** All that the server has is here: a good moment, and perhaps the last one. */
  catchUp(): void {
    if (this.changedAtMs !== null) this.writeIn(0);
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    if (this.changedAtMs !== null) this.write();
    await this.writing;
  }

  private writeIn(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), delayMs);
  }

  private write(): void {
    const { replica, projection, writer, workspace } = this.parts;
    if (projection.known.getSnapshot() !== 'everything' || writer.isResyncing) return;
    this.changedAtMs = null;
    const { epoch, seq } = writer.state;
    const page = projection.openingPage(openingQuery(workspace.store.getSnapshot()));
    if (!page) return;
    // What cannot be stored, on a full disk say, costs the next start a second.
    this.writing = this.writing.then(() => replica.writeOpening({ ...page, epoch, seq })).catch(() => undefined);
  }
}
