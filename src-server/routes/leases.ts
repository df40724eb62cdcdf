import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { NO_CONTENT, ok, serveEndpoint, submitWrite } from '../http/serve-endpoint.ts';
import { findVisibleLease, listVisibleLeases, releaseLease, renewLease, takeOffline } from '../leases/lease-commands.ts';
import { presentCurrent } from '../tasks/dialects/present-task.ts';

export function registerLeaseRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, clock, randomBytes, readCurrent } = dependencies;

  serveEndpoint(app, 'leases.list', async ({ caller }) =>
    database.read(async (sql) => {
      const current = await readCurrent(sql, caller);
      return ok({ items: await listVisibleLeases(sql, current.queues, current.caller, clock.nowMicros()) });
    }),
  );
  serveEndpoint(app, 'leases.get', async ({ caller, parameters }) =>
    database.read(async (sql) => {
      const current = await readCurrent(sql, caller);
      return ok(await findVisibleLease(sql, { clock, queues: current.queues }, current.caller, parameters.id));
    }),
  );
  serveEndpoint(app, 'leases.create', ({ caller, body, request }) => {
    const id = `lease_${randomBytes(9).toString('base64url')}`;
    return submitWrite(dependencies, request, async (sql) => {
      const taken = await takeOffline(sql, dependencies, caller, { ...body, id });
      return taken ? ok({ lease: taken.lease, tasks: taken.tasks.map(presentCurrent) }) : NO_CONTENT;
    });
  });
  serveEndpoint(app, 'leases.renew', ({ caller, body, parameters, request }) =>
    submitWrite(dependencies, request, async (sql) =>
      ok(await renewLease(sql, dependencies, caller, { id: parameters.id, seconds: body.expires_in_seconds })),
    ),
  );
  serveEndpoint(app, 'leases.release', ({ caller, parameters, request }) =>
    submitWrite(dependencies, request, async (sql) => {
      await releaseLease(sql, dependencies, caller, parameters.id);
      return NO_CONTENT;
    }),
  );
}
