import type { FastifyInstance } from 'fastify';
import { SCHEDULE_PAGE } from '../../src-shared/http/schedule-endpoints.ts';
import type { Schedule } from '../../src-shared/schema/schedule.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError } from '../http/api-error.ts';
import { NO_CONTENT, ok, serveEndpoint, submitDecision } from '../http/serve-endpoint.ts';
import { createPiecewiseWork, PIECE_LIMITS } from '../queues/piecewise-work.ts';
import { aimChunk } from '../schedules/aim-chunk.ts';
import {
  applySchedule,
  applyTarget,
  changeSchedule,
  createSchedule,
  deleteSchedule,
  noSuchSchedule,
} from '../schedules/schedule-commands.ts';
import { byName } from '../schedules/schedule-rows.ts';
import { findTargetWork, targetProgressOf } from '../schedules/target-work.ts';

/** `/schedules`: when people work. They are at hand with the queues, and change with them. */
export function registerScheduleRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, queues, clock, randomBytes } = dependencies;
  registerTargets(app, dependencies);
  const afterwards = async <Value>(answer: Value): Promise<Value> => {
    await queues.reload(database);
    return answer;
  };

  // Another process may have answered already with what this one has not heard of yet.
  const current = async () => (await database.read(queues.at)).schedules();
  serveEndpoint(app, 'schedules.list', async ({ query }) => {
    const limit = query.limit ?? SCHEDULE_PAGE.default;
    const after = readCursor(query.cursor);
    const rest = (await current()).filter((schedule) => after === null || byName(after, schedule) < 0);
    const items = rest.slice(0, limit);
    const last = rest.length > limit ? items.at(-1) : undefined;
    return ok({ items, meta: { next_cursor: last ? writeCursor(last) : null, has_more: last !== undefined } });
  });
  serveEndpoint(app, 'schedules.get', async ({ parameters }) =>
    ok((await current()).find(({ id }) => id === parameters.id) ?? noSuchSchedule(parameters.id)),
  );
  serveEndpoint(app, 'schedules.create', async ({ body, request }) => {
    const id = body.id ?? `schedule_${randomBytes(9).toString('base64url')}`;
    return afterwards(await submitDecision(dependencies, request, async (sql) => ok(await createSchedule(sql, clock, id, body))));
  });
  serveEndpoint(app, 'schedules.change', async ({ body, parameters, request }) =>
    afterwards(await submitDecision(dependencies, request, async (sql) => ok(await changeSchedule(sql, clock, parameters.id, body)))),
  );
  serveEndpoint(app, 'schedules.delete', async ({ parameters, request }) =>
    afterwards(
      await submitDecision(dependencies, request, async (sql) => {
        await deleteSchedule(sql, clock, parameters.id);
        return NO_CONTENT;
      }),
    ),
  );
}

/** Due dates of open tasks: in the background, and after a start where it was left; another process may be asked too. */
function registerTargets(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database } = dependencies;
  const onError = (error: unknown) => app.log.error(error, 'counting due dates anew failed');
  const aiming = createPiecewiseWork({ ...dependencies, onError }, (sql) => aimChunk(sql, dependencies, PIECE_LIMITS));
  let stop: (() => void) | null = null;
  app.addHook('onReady', async () => {
    stop = database.listen('queues', aiming.wake);
  });
  app.addHook('preClose', async () => {
    stop?.();
    await aiming.close();
  });

  serveEndpoint(app, 'schedules.progress', async () => ok(targetProgressOf(await database.read(findTargetWork))));
  serveEndpoint(app, 'schedules.apply', async ({ parameters, request }) => {
    const answer = await submitDecision(dependencies, request, async (sql) =>
      ok(targetProgressOf(await applySchedule(sql, parameters.id))),
    );
    aiming.wake();
    return answer;
  });
  serveEndpoint(app, 'schedules.applyToQueue', async ({ parameters, request }) => {
    const answer = await submitDecision(dependencies, request, async (sql) => ok(targetProgressOf(await applyTarget(sql, parameters.id))));
    aiming.wake();
    return answer;
  });
}

function writeCursor({ id, name }: Schedule): string {
  return Buffer.from(`${id} ${name}`).toString('base64url');
}

function readCursor(text: string | undefined): { id: string; name: string } | null {
  if (text === undefined) return null;
  const [, id, name] = /^([\w.:~@-]{1,128}) (.+)$/s.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (id === undefined || name === undefined) {
    throw new ApiError('validation_failed', 'query.cursor is none that this server gave out.', { details: { path: '/cursor' } });
  }
  return { id, name };
}
