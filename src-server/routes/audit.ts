import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import { AUDIT_LIMITS, type AuditPage, type AuditQuery } from '../../src-shared/http/audit-endpoints.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { type AuditFilter, type AuditPosition, listAudit } from '../audit/list-audit.ts';
import { ApiError } from '../http/api-error.ts';
import type { Database } from '../store/database.ts';
import { readMoment } from './delivery-page.ts';

export function registerAuditRoutes(app: FastifyInstance, { database }: AppDependencies): void {
  const { method, path } = ENDPOINTS['audit.list'];
  app.route<{ Querystring: AuditQuery }>({
    method,
    url: path,
    async handler({ query }, reply) {
      if (query.format === 'ndjson') {
        reply.type('application/x-ndjson; charset=utf-8').header('content-disposition', 'attachment; filename="docket-audit.ndjson"');
        return reply.send(Readable.from(exportLines(database, readFilter({ order: 'asc', ...query }))));
      }
      const { entries, next } = await database.read((sql) => listAudit(sql, readFilter(query)));
      return { items: entries, meta: { next_cursor: next && writeCursor(next), has_more: next !== null } } satisfies AuditPage;
    },
  });
}

/** Page after page: what is under way need not fit into memory. */
async function* exportLines(database: Database, filter: AuditFilter): AsyncGenerator<string> {
  let after = filter.after;
  do {
    const page = { ...filter, limit: AUDIT_LIMITS.maximum, after };
    const { entries, next } = await database.read((sql) => listAudit(sql, page));
    if (entries.length > 0) yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    after = next;
  } while (after);
}

function readFilter(query: AuditQuery): AuditFilter {
  return {
    sinceMicros: readMoment(query.since, 'since'),
    untilMicros: readMoment(query.until, 'until'),
    actorId: query.actor ?? null,
    taskUid: query.task ?? null,
    order: query.order ?? 'desc',
    limit: query.limit ?? AUDIT_LIMITS.default,
    after: readCursor(query.cursor),
  };
}

function writeCursor({ seq, version }: AuditPosition): string {
  return Buffer.from(`${seq}.${version}`).toString('base64url');
}

function readCursor(text: string | undefined): AuditPosition | null {
  if (text === undefined) return null;
  const [, seq, version] = /^(-?\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (seq === undefined || version === undefined) {
    throw new ApiError('validation_failed', 'query.cursor is none that this server gave out.', { details: { path: '/cursor' } });
  }
  return { seq: Number(seq), version: Number(version) };
}
