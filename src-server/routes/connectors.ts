import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Connector } from '../../src-shared/schema/connector.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import {
  cancelRun,
  changeConnector,
  confirmRun,
  createConnector,
  deleteConnector,
  noSuchConnector,
  renewEventSecret,
  requestRun,
} from '../connectors/engine/connector-commands.ts';
import { findConnector, listConnectors, type StoredConnector } from '../connectors/engine/connector-rows.ts';
import { matchPeople } from '../connectors/engine/people-rows.ts';
import { presentConnector, presentKind } from '../connectors/engine/present-connector.ts';
import { previewSettings } from '../connectors/engine/preview-settings.ts';
import { createEventLimit, keepEvent, verifyEvent } from '../connectors/engine/receive-event.ts';
import { listRuns, presentRun, type RunPosition } from '../connectors/engine/run-rows.ts';
import { mapSample, sampleSettings } from '../connectors/engine/sample-settings.ts';
import { readTrial, testSettings } from '../connectors/engine/try-settings.ts';
import { ApiError } from '../http/api-error.ts';
import { NO_CONTENT, ok, serveEndpoint, submitDecision, submitWrite } from '../http/serve-endpoint.ts';
import type { Sql } from '../store/database.ts';

const RUNS_A_PAGE = 50;

export function registerConnectorRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, settings, clock, connectors } = dependencies;
  const { kinds } = connectors;
  const making = { ...dependencies, kinds };
  const baseOf = ({ protocol, host }: FastifyRequest) => settings.publicUrl ?? `${protocol}://${host}`;
  const presenting = (request: FastifyRequest) => ({ clock, kinds, publicBase: baseOf(request) });
  const read = (id: string): Promise<StoredConnector> =>
    database.read(async (sql) => (await findConnector(sql, id)) ?? noSuchConnector(id));
  const change = (request: FastifyRequest, command: (sql: Sql) => Promise<StoredConnector>) =>
    submitWrite<Connector>(dependencies, request, async (sql) => ok(await presentConnector(sql, await command(sql), presenting(request))));

  serveEndpoint(app, 'connectors.kinds', async () => ok({ items: kinds.map(presentKind) }));
  serveEndpoint(app, 'connectors.list', async ({ request }) =>
    database.read(async (sql) => {
      const items = [];
      for (const connector of await listConnectors(sql)) items.push(await presentConnector(sql, connector, presenting(request)));
      return ok({ items });
    }),
  );
  serveEndpoint(app, 'connectors.get', async ({ parameters, request }) =>
    database.read(async (sql) => {
      const connector = (await findConnector(sql, parameters.id)) ?? noSuchConnector(parameters.id);
      return ok(await presentConnector(sql, connector, presenting(request)));
    }),
  );
  serveEndpoint(app, 'connectors.create', ({ body, request }) => change(request, (sql) => createConnector(sql, making, body)));
  serveEndpoint(app, 'connectors.change', ({ body, parameters, request }) =>
    change(request, (sql) => changeConnector(sql, making, parameters.id, body)),
  );
  serveEndpoint(app, 'connectors.delete', ({ parameters, request }) =>
    submitDecision(dependencies, request, async (sql) => {
      await deleteConnector(sql, parameters.id);
      return NO_CONTENT;
    }),
  );
  serveEndpoint(app, 'connectors.people', async ({ parameters }) => {
    const { id, mapping } = await read(parameters.id);
    return ok({ items: await database.read((sql) => matchPeople(sql, connectors.people, id, mapping)) });
  });
  serveEndpoint(app, 'connectors.renewEventSecret', ({ parameters, request }) =>
    submitWrite(dependencies, request, async (sql) => ok({ secret: await renewEventSecret(sql, making, parameters.id) })),
  );

  serveEndpoint(app, 'connectors.testNew', async ({ body }) => ok(await testSettings(connectors, readTrial(connectors, null, body))));
  serveEndpoint(app, 'connectors.test', async ({ body, parameters }) =>
    ok(await testSettings(connectors, readTrial(connectors, await read(parameters.id), body))),
  );
  serveEndpoint(app, 'connectors.previewNew', async ({ body }) =>
    ok(await previewSettings(connectors, readTrial(connectors, null, body), body.full ?? false)),
  );
  serveEndpoint(app, 'connectors.preview', async ({ body, parameters }) =>
    ok(await previewSettings(connectors, readTrial(connectors, await read(parameters.id), body), body.full ?? false)),
  );

  serveEndpoint(app, 'connectors.sampleNew', async ({ body }) => ok(await sampleSettings(connectors, readTrial(connectors, null, body))));
  serveEndpoint(app, 'connectors.sample', async ({ body, parameters }) =>
    ok(await sampleSettings(connectors, readTrial(connectors, await read(parameters.id), body))),
  );
  serveEndpoint(app, 'connectors.mapSample', async ({ body }) => ok(await mapSample(kinds, body)));

  serveEndpoint(app, 'connectors.run', ({ parameters, query, request }) =>
    change(request, async (sql) => {
      await requestRun(sql, parameters.id, query.full ?? false);
      return (await findConnector(sql, parameters.id)) ?? noSuchConnector(parameters.id);
    }),
  );
  serveEndpoint(app, 'connectors.runs', async ({ parameters, query }) => {
    await read(parameters.id);
    const limit = query.limit ?? RUNS_A_PAGE;
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    const found = await database.read((sql) => listRuns(sql, parameters.id, limit + 1, after));
    const runs = found.slice(0, limit);
    const last = runs.at(-1);
    const hasMore = found.length > limit;
    return ok({ items: runs.map(presentRun), meta: { next_cursor: hasMore && last ? writeCursor(last) : null, has_more: hasMore } });
  });
  serveEndpoint(app, 'connectors.confirm', ({ parameters, request }) =>
    submitWrite(dependencies, request, async (sql) => ok(presentRun(await confirmRun(sql, dependencies, parameters.id, parameters.run)))),
  );
  serveEndpoint(app, 'connectors.cancel', ({ parameters, request }) =>
    submitWrite(dependencies, request, async (sql) => ok(presentRun(await cancelRun(sql, dependencies, parameters.id, parameters.run)))),
  );

  const countEvent = createEventLimit(clock);
  serveEndpoint(app, 'connectors.events', async ({ parameters, request }) => {
    const connector = await read(parameters.id);
    countEvent(connector.id);
    const event = verifyEvent({ ...dependencies, kinds }, connector, {
      method: request.method,
      url: `${baseOf(request)}${request.url}`,
      headers: singleHeaders(request),
      rawBody: request.rawBytes ?? Buffer.alloc(0),
    });
    await dependencies.groupCommit.submit((sql) => keepEvent(sql, clock, connector.id, event));
    return { status: 202, body: { accepted: true } };
  });
}

function singleHeaders({ headers }: FastifyRequest): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}

function writeCursor({ startedAt, id }: RunPosition): string {
  return Buffer.from(`${startedAt}.${id}`).toString('base64url');
}

function readCursor(text: string): RunPosition {
  const [, startedAt, id] = /^(\d{1,16})\.(.{1,128})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (startedAt === undefined || id === undefined) {
    throw new ApiError('validation_failed', 'query.cursor is none that this server gave out.', { details: { path: '/cursor' } });
  }
  return { startedAt: Number(startedAt), id };
}
