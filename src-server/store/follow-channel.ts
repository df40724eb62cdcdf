import type { Channel, Database } from './database.ts';

export interface FollowOptions {
  /** Told of a look that failed; it is tried again. */
  onError: (error: unknown) => void;
  retryMs?: number;
}

/**
 * Looks after commits that notified the channel, one look at a time, until one that began after the last of them was
 * through: a commit is told of once, and nobody would tell of it again. Gives back the end of it.
 */
export function followChannel(
  database: Pick<Database, 'listen'>,
  channel: Channel,
  look: () => Promise<unknown>,
  { onError, retryMs = 1_000 }: FollowOptions,
): () => void {
  let isWanted = false;
  let isLooking = false;
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;

  async function lookOn(): Promise<void> {
    clearTimeout(timer);
    isLooking = true;
    try {
      while (isWanted && !isOver) {
        isWanted = false;
        await look();
      }
    } catch (error) {
      if (!isOver) {
        onError(error);
        timer = setTimeout(wake, retryMs);
      }
    } finally {
      isLooking = false;
    }
  }

  function wake(): void {
    isWanted = true;
    if (!isLooking && !isOver) void lookOn();
  }

  const stop = database.listen(channel, wake);
  return () => {
    isOver = true;
    clearTimeout(timer);
    stop();
  };
}
