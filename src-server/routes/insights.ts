import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { ok, serveEndpoint } from '../http/serve-endpoint.ts';
import { bucketsOf } from '../insights/time-buckets.ts';

export function registerInsightRoutes(app: FastifyInstance, { background, clock }: AppDependencies): void {
  serveEndpoint(app, 'insights.get', async ({ query }) => {
    // What cannot be asked is refused without waiting for a turn.
    bucketsOf(query.since, query.until, query.time_zone ?? 'UTC');
    return ok(await background.run('readInsights', { ...query, nowMicros: clock.nowMicros() }));
  });
}
