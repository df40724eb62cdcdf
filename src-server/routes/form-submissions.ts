import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import { SUBMISSION_PAGE, type SubmissionPage, type SubmissionQuery } from '../../src-shared/http/form-endpoints.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { noSuchForm } from '../forms/form-commands.ts';
import { type EntryFilter, type EntryPosition, forgetEntries, listEntries } from '../forms/form-entries.ts';
import { findForm } from '../forms/form-rows.ts';
import { submitForm } from '../forms/submit-form.ts';
import { ApiError } from '../http/api-error.ts';
import { ok, serveEndpoint, submitDecision } from '../http/serve-endpoint.ts';
import type { Database, Sql } from '../store/database.ts';
import { readMoment } from './delivery-page.ts';

/** In one transaction. */
const FORGOTTEN_MAXIMUM = 5_000;

/** `/forms/{id}/submissions`: sent, listed, exported, forgotten. */
export function registerSubmissionRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  serveEndpoint(app, 'forms.submit', ({ caller, body, parameters, request }) =>
    submitDecision(dependencies, request, async (sql) => {
      const outcome = await submitForm(sql, dependencies, { ...body, formId: parameters.id, caller });
      // What was noted of it is committed: a decision that throws an ApiError is one.
      if (!outcome.ok) throw outcome.error;
      return ok(outcome.submitted);
    }),
  );
  serveEndpoint(app, 'forms.forgetSubmissions', ({ body, parameters, request }) => {
    const beforeMicros = readMoment(body.before, 'before');
    return submitDecision(dependencies, request, async (sql) => {
      await requireForm(sql, parameters.id);
      const forgotten = await forgetEntries(sql, parameters.id, beforeMicros ?? 0, FORGOTTEN_MAXIMUM);
      return ok({ forgotten, has_more: forgotten === FORGOTTEN_MAXIMUM });
    });
  });
  registerList(app, dependencies);
}

function registerList(app: FastifyInstance, { database }: AppDependencies): void {
  const { method, path } = ENDPOINTS['forms.submissions'];
  app.route<{ Querystring: SubmissionQuery; Params: { id: string } }>({
    method,
    url: path,
    async handler({ query, params }, reply) {
      const filter = readFilter(params.id, query);
      await database.read((sql) => requireForm(sql, params.id));
      if (query.format === 'ndjson') {
        reply.type('application/x-ndjson; charset=utf-8').header('content-disposition', 'attachment; filename="docket-submissions.ndjson"');
        return reply.send(Readable.from(exportLines(database, filter)));
      }
      const { items, next } = await database.read((sql) => listEntries(sql, filter));
      return { items, meta: { next_cursor: next && writeCursor(next), has_more: next !== null } } satisfies SubmissionPage;
    },
  });
}

/** Page after page: what is under way need not fit into memory. */
async function* exportLines(database: Database, filter: EntryFilter): AsyncGenerator<string> {
  let { after } = filter;
  do {
    const page = { ...filter, order: 'asc', limit: SUBMISSION_PAGE.default, after } as const;
    const { items, next } = await database.read((sql) => listEntries(sql, page, true));
    if (items.length > 0) yield items.map((item) => `${JSON.stringify(item)}\n`).join('');
    after = next;
  } while (after);
}

async function requireForm(sql: Sql, id: string): Promise<void> {
  if (!(await findForm(sql, id))) noSuchForm(id);
}

function readFilter(formId: string, query: SubmissionQuery): EntryFilter {
  return {
    formId,
    sinceMicros: readMoment(query.since, 'since'),
    untilMicros: readMoment(query.until, 'until'),
    state: query.state ?? null,
    order: 'desc',
    limit: query.limit ?? SUBMISSION_PAGE.default,
    after: readCursor(query.cursor),
  };
}

function writeCursor({ atMicros, id }: EntryPosition): string {
  return Buffer.from(`${atMicros}.${id}`).toString('base64url');
}

function readCursor(text: string | undefined): EntryPosition | null {
  if (text === undefined) return null;
  const [, atMicros, id] = /^(\d{1,16})\.([\w.:~@-]{1,128})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (atMicros === undefined || id === undefined) {
    throw new ApiError('validation_failed', 'query.cursor is none that this server gave out.', { details: { path: '/cursor' } });
  }
  return { atMicros: Number(atMicros), id };
}
