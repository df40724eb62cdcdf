import type { FastifyInstance } from 'fastify';
import type { SavedView } from '../../src-shared/schema/saved-view.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { personOf } from '../auth/caller.ts';
import { refuseOtherVersionOf } from '../http/if-match.ts';
import { NO_CONTENT, ok, serveEndpoint, submitDecision } from '../http/serve-endpoint.ts';
import { changeView, createView, deleteView, findVisibleView } from '../views/view-commands.ts';
import { listViews } from '../views/view-rows.ts';

export function registerViewRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, clock, randomBytes } = dependencies;
  const present = (view: SavedView) => ok(view, { etag: `"${view.version}"` });

  serveEndpoint(app, 'views.list', async ({ caller }) => ok({ items: await database.read((sql) => listViews(sql, personOf(caller).id)) }));
  serveEndpoint(app, 'views.get', async ({ caller, parameters }) =>
    present(await database.read((sql) => findVisibleView(sql, personOf(caller), parameters.id))),
  );
  serveEndpoint(app, 'views.create', ({ caller, body, request }) => {
    const id = body.id ?? `view_${randomBytes(9).toString('base64url')}`;
    return submitDecision(dependencies, request, async (sql) => present(await createView(sql, clock, personOf(caller), { ...body, id })));
  });
  serveEndpoint(app, 'views.change', ({ caller, body, parameters, request }) => {
    const wanted = { id: parameters.id, change: body, check: refuseOtherVersionOf(request) };
    return submitDecision(dependencies, request, async (sql) => present(await changeView(sql, clock, personOf(caller), wanted)));
  });
  serveEndpoint(app, 'views.delete', ({ caller, parameters, request }) =>
    submitDecision(dependencies, request, async (sql) => {
      await deleteView(sql, personOf(caller), parameters.id, refuseOtherVersionOf(request));
      return NO_CONTENT;
    }),
  );
}
