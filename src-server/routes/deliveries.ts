import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError } from '../http/api-error.ts';
import { auditRequest } from '../http/audit-request.ts';
import { ok, serveEndpoint } from '../http/serve-endpoint.ts';
import { findDelivery, listDeliveries } from '../webhooks/delivery-queries.ts';
import { findRegisteredHook } from '../webhooks/hook-book.ts';
import { replayDelivery } from '../webhooks/replay-deliveries.ts';
import { replayRange } from '../webhooks/replay-range.ts';
import { allowTaskReading } from './allow-task-reading.ts';
import { readCursor, readMoment, writeCursor } from './delivery-page.ts';

type DeliveryRouteDependencies = Pick<AppDependencies, 'database' | 'groupCommit' | 'clock'>;

const PAGE_ITEMS = 50;

export function registerDeliveryRoutes(app: FastifyInstance, { database, groupCommit, clock }: DeliveryRouteDependencies): void {
  serveEndpoint(app, 'hooks.deliveries', async ({ caller, parameters, query }) => {
    allowTaskReading(caller);
    await registeredHook(parameters.id);
    const page = {
      hookId: parameters.id,
      filter: query.status ?? null,
      sinceMicros: readMoment(query.since, 'since'),
      untilMicros: readMoment(query.until, 'until'),
      after: readCursor(query.cursor),
      limit: query.limit ?? PAGE_ITEMS,
    };
    const { items, next } = await database.read((sql) => listDeliveries(sql, page));
    return ok({ items, meta: { next_cursor: next ? writeCursor(next) : null, has_more: next !== null } });
  });

  serveEndpoint(app, 'hooks.replay', async ({ caller, parameters, body, request }) => {
    if (body.only === 'missing') allowTaskReading(caller);
    const nowMicros = clock.nowMicros();
    const sinceMicros = readMoment(body.since, 'since') ?? 0;
    const untilMicros = Math.min(readMoment(body.until, 'until') ?? nowMicros, nowMicros);
    const hook = await registeredHook(parameters.id);
    await groupCommit.submit((sql) => auditRequest(sql, request, nowMicros));
    return ok({ replayed: await replayRange(groupCommit, { hook, sinceMicros, untilMicros, only: body.only ?? 'failed', nowMicros }) });
  });

  serveEndpoint(app, 'deliveries.get', async ({ caller, parameters }) => {
    allowTaskReading(caller);
    return ok(await delivery(parameters.id));
  });

  serveEndpoint(app, 'deliveries.replay', async ({ caller, parameters, request }) => {
    allowTaskReading(caller);
    const nowMicros = clock.nowMicros();
    await delivery(parameters.id);
    await groupCommit.submit(async (sql) => {
      await replayDelivery(sql, parameters.id, nowMicros);
      await auditRequest(sql, request, nowMicros);
    });
    return ok(await delivery(parameters.id));
  });

  async function registeredHook(id: string) {
    const hook = await database.read((sql) => findRegisteredHook(sql, id));
    if (!hook) throw new ApiError('not_found', `There is no hook ${id}.`);
    return hook;
  }

  async function delivery(id: string) {
    const found = await database.read((sql) => findDelivery(sql, id));
    if (!found) throw new ApiError('not_found', `There is no delivery ${id}.`);
    return found;
  }
}
