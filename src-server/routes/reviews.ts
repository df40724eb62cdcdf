import type { FastifyInstance } from 'fastify';
import { REVIEW_PAGE } from '../../src-shared/http/review-endpoints.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError } from '../http/api-error.ts';
import { ok, serveEndpoint, submitDecision, submitWrite } from '../http/serve-endpoint.ts';
import { decideReview } from '../reviews/decide-review.ts';
import { listReviews, type ReviewPosition } from '../reviews/review-rows.ts';
import { readReviewPercent, setReviewPercent } from '../reviews/sample-reviews.ts';

/** `/reviews`: a share of what was completed, for somebody else to look at. */
export function registerReviewRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database } = dependencies;
  serveEndpoint(app, 'reviews.list', async ({ query }) => {
    const filter = { state: query.state ?? null, limit: query.limit ?? REVIEW_PAGE.default, after: readCursor(query.cursor) };
    const { items, next } = await database.read((sql) => listReviews(sql, filter));
    return ok({ items, meta: { next_cursor: next && writeCursor(next), has_more: next !== null } });
  });
  serveEndpoint(app, 'reviews.settings', async () => ok({ percent: await database.read(readReviewPercent) }));
  serveEndpoint(app, 'reviews.configure', ({ body, request }) =>
    submitWrite(dependencies, request, async (sql) => {
      await setReviewPercent(sql, body.percent);
      return ok(body);
    }),
  );
  serveEndpoint(app, 'reviews.decide', ({ body, caller, parameters, request }) =>
    submitDecision(dependencies, request, async (sql) => ok(await decideReview(sql, dependencies, caller, { ...body, id: parameters.id }))),
  );
}

function writeCursor({ atMicros, id }: ReviewPosition): string {
  return Buffer.from(`${atMicros}.${id}`).toString('base64url');
}

function readCursor(text: string | undefined): ReviewPosition | null {
  if (text === undefined) return null;
  const [, atMicros, id] = /^(\d{1,16})\.([\w-]{1,128})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (atMicros === undefined || id === undefined) {
    throw new ApiError('validation_failed', 'query.cursor is none that this server gave out.', { details: { path: '/cursor' } });
  }
  return { atMicros: Number(atMicros), id };
}
