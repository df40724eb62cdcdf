import type { Channel } from './database.ts';

/** Who wants to know of commits, in this process. */
export class CommitListeners {
  private readonly listeners = new Map<Channel, Set<{ call: () => void }>>();

  /** Gives back what takes it off again. The same function may be added twice. */
  add(channel: Channel, listener: () => void): () => void {
    const entry = { call: listener };
    const entries = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, entries.add(entry));
    return () => {
      entries.delete(entry);
    };
  }

  /** Soon, not now: a listener that throws must not make a write look undone. */
  call(channels: Iterable<Channel>): void {
    for (const channel of channels) {
      const entries = this.listeners.get(channel);
      for (const entry of entries ?? []) {
        queueMicrotask(() => {
          if (entries?.has(entry)) entry.call();
        });
      }
    }
  }
}
