import type { Figures } from './figures.ts';
import { verifyPoll } from './list-poller.ts';
import type { Promises } from './promises.ts';
import type { Outcome } from './read-outcome.ts';
import { type ReceiverEvidence, verifyDeliveries } from './verify-deliveries.ts';
import { type FeedReader, verifyFeedLog } from './verify-feed-log.ts';
import { verifyHistories, verifyRouting } from './verify-histories.ts';
import { verifyOperations } from './verify-operations.ts';
import { verifyClaims, verifySettings, verifyWrites } from './verify-promises.ts';

/** All that there is to judge a run by, as plain data: tests spoil copies of it. */
export interface Evidence {
  outcome: Outcome;
  promises: Promises;
  receivers: readonly ReceiverEvidence[];
  readers: readonly FeedReader[];
  /** By task: the version that a poll of lists saw last. */
  polled: ReadonlyMap<string, number>;
}

export function verifyEvidence({ outcome, promises, receivers, readers, polled }: Evidence, figures: Figures): void {
  verifyHistories(outcome, figures);
  verifyRouting(outcome, figures);
  verifyWrites(outcome, promises, figures);
  verifySettings(outcome, promises, figures);
  verifyClaims(outcome, promises, figures);
  verifyOperations(outcome, promises, figures);
  verifyDeliveries(outcome, receivers, figures);
  for (const reader of readers) verifyFeedLog(reader, outcome, figures);
  verifyPoll(polled, outcome, figures);
}
