import type { RequestSender } from '../webhooks/request-sender.ts';
import type { Metrics } from './create-metrics.ts';

/** The same sender, with its attempts counted. */
export function countAttempts(sender: RequestSender, metrics: Pick<Metrics, 'countAttempt'>): RequestSender {
  return {
    async send(request) {
      const outcome = await sender.send(request);
      // Given up because the server stops: no attempt.
      if (!outcome.isAborted) metrics.countAttempt(outcome.error === null ? 'delivered' : 'failed');
      return outcome;
    },
    close: () => sender.close(),
  };
}
