import type { FeedWriter } from './feed-writer.ts';
import type { Projection } from './projection.ts';

const UPKEEP_INTERVAL_MS = 3_600_000;
/** Not while a start or a first sync is under way. */
const FIRST_UPKEEP_MS = 60_000;
const SEARCH_DELAY_MS = 1_500;
const SEARCH_PAUSE_MS = 8;

/** What nobody waits for: expired tasks leave, what was overtaken is tidied away, the search is prepared. Gives back its end. */
export function startUpkeep(writer: FeedWriter, projection: Projection): () => void {
  const ending = new AbortController();
  const keepUp = async () => {
    await writer.expireDone();
    await writer.tidy(ending.signal);
  };
  // What fails now, on a full disk say, is tried again in an hour.
  const interval = setInterval(() => void keepUp().catch(() => null), UPKEEP_INTERVAL_MS);
  const first = setTimeout(() => void keepUp().catch(() => null), FIRST_UPKEEP_MS);
  const search = setTimeout(() => void projection.prepareSearch(pause, ending.signal), SEARCH_DELAY_MS);
  return () => {
    ending.abort();
    clearInterval(interval);
    clearTimeout(first);
    clearTimeout(search);
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SEARCH_PAUSE_MS));
}
