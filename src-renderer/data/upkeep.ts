import type { TaskPath } from './console-data.ts';
import type { FeedWriter } from './feed-writer.ts';
import type { Projection } from './projection.ts';

const UPKEEP_INTERVAL_MS = 3_600_000;
/** Not while a start or a first sync is under way. */
const FIRST_UPKEEP_MS = 60_000;
/** After so long without many changes sorting and searching are prepared. */
const QUIET_MS = 500;
const LOOK_MS = 250;
/** The columns that lists have until somebody chooses others. */
const SORTED_PATHS = ['fields.title', 'priority', 'due_at', 'status', 'assignee_uid'] as const satisfies readonly TaskPath[];
const LATEST_PAUSE_MS = 100;
const PAUSE_MS = 8;
const WORK_MS = 4;

/** What nobody waits for: expired tasks leave, what was overtaken is tidied away, lists are prepared. Gives back its end. */
export function startUpkeep(writer: FeedWriter, projection: Projection): () => void {
  const ending = new AbortController();
  const keepUp = async () => {
    await writer.expireDone();
    await writer.tidy(ending.signal);
  };
  // What fails now, on a full disk say, is tried again in an hour.
  const interval = setInterval(() => void keepUp().catch(() => null), UPKEEP_INTERVAL_MS);
  const first = setTimeout(() => void keepUp().catch(() => null), FIRST_UPKEEP_MS);
  let preparedFor = Number.NaN;
  const look = setInterval(() => {
    const { quietSinceMs } = projection;
    if (quietSinceMs === preparedFor || performance.now() < quietSinceMs + QUIET_MS) return;
    preparedFor = quietSinceMs;
    void projection.prepare(SORTED_PATHS, createPause(), ending.signal);
  }, LOOK_MS);
  return () => {
    ending.abort();
    clearInterval(interval);
    clearTimeout(first);
    clearInterval(look);
  };
}

/** Pauses that last until the page has nothing else to do, one for each few milliseconds of work. */
function createPause(): () => Promise<void> {
  let workUntilMs = 0;
  return async () => {
    if (performance.now() < workUntilMs) return;
    await new Promise<void>((resolve) => {
      if (typeof requestIdleCallback === 'undefined') setTimeout(resolve, PAUSE_MS);
      else requestIdleCallback(() => resolve(), { timeout: LATEST_PAUSE_MS });
    });
    workUntilMs = performance.now() + WORK_MS;
  };
}
