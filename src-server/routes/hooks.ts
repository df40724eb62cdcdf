import type { FastifyInstance } from 'fastify';
import type { CreatedHook } from '../../src-shared/schema/hook.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError } from '../http/api-error.ts';
import { auditRequest } from '../http/audit-request.ts';
import { ok, serveEndpoint, submitDecision } from '../http/serve-endpoint.ts';
import type { Database } from '../store/database.ts';
import { findRegisteredHook } from '../webhooks/hook-book.ts';
import {
  changeHook,
  createHook,
  type NewHook,
  removeHook,
  retryHeldDeliveries,
  rotateHookSecret,
  startsAnew,
} from '../webhooks/hook-commands.ts';
import { listHookEvents } from '../webhooks/hook-events.ts';
import { findHook, listHooks } from '../webhooks/hook-queries.ts';
import { ROTATION_OVERLAP_MICROS } from '../webhooks/hook-secrets.ts';
import { listSamples } from '../webhooks/past-transitions.ts';
import { readChange, readEvent, readRegistration } from '../webhooks/read-registration.ts';
import { sendTestEvent } from '../webhooks/send-test-event.ts';
import { allowTaskReading } from './allow-task-reading.ts';
import { registerDeliveryRoutes } from './deliveries.ts';
import { readCursor, readMoment, writeCursor } from './delivery-page.ts';

type HookRouteDependencies = Pick<AppDependencies, 'database' | 'groupCommit' | 'clock' | 'secretBox' | 'vetting' | 'sender' | 'feed'>;

const SAMPLES = 10;
const PAGE_ITEMS = 50;

/** `/hooks` and `/deliveries`. */
export function registerHookRoutes(app: FastifyInstance, dependencies: HookRouteDependencies): void {
  registerReading(app, dependencies);
  keepAlertsFresh(app, dependencies);
  registerChanges(app, dependencies);
  registerSecrets(app, dependencies);
  registerDeliveryRoutes(app, dependencies);
}

function registerReading(app: FastifyInstance, { database }: HookRouteDependencies): void {
  serveEndpoint(app, 'hooks.list', async () => ok({ items: await database.read(listHooks) }));

  serveEndpoint(app, 'hooks.get', async ({ parameters }) => ok(await shownHook(database, parameters.id)));

  serveEndpoint(app, 'hooks.events', async ({ query }) => {
    const after = readCursor(query.cursor);
    const page = {
      hookId: query.hook ?? null,
      sinceMicros: readMoment(query.since, 'since'),
      after: after && { atMicros: after.createdAtMicros, id: after.id },
      limit: query.limit ?? PAGE_ITEMS,
    };
    const { items, next } = await database.read((sql) => listHookEvents(sql, page));
    const cursor = next && writeCursor({ createdAtMicros: next.atMicros, id: next.id });
    return ok({ items, meta: { next_cursor: cursor, has_more: cursor !== null } });
  });

  serveEndpoint(app, 'hooks.samples', async ({ caller, query }) => {
    allowTaskReading(caller);
    const event = readEvent(query.event ?? 'task.completed');
    const samples = await database.read((sql) => listSamples(sql, event, query.limit ?? SAMPLES));
    return ok(samples.map(({ id, body }) => ({ id, ...JSON.parse(body) })));
  });
}

/** Consoles of managers show endpoints that fail: what changes about that is announced. */
function keepAlertsFresh(app: FastifyInstance, { database, feed }: HookRouteDependencies): void {
  let stop = (): void => undefined;
  app.addHook('onReady', async () => {
    stop = database.listen('hooks', () => {
      feed.announceWorkspace().catch((error: unknown) => app.log.error(error, 'a failing endpoint could not be announced'));
    });
  });
  app.addHook('preClose', async () => {
    stop();
  });
}

function registerChanges(app: FastifyInstance, dependencies: HookRouteDependencies): void {
  const { database, groupCommit, clock, vetting, secretBox } = dependencies;

  serveEndpoint(app, 'hooks.create', async ({ caller, body, request }) => {
    const hook = await readRegistration(body, vetting);
    if (hook.scope === 'all') allowTaskReading(caller);
    const nowMicros = clock.nowMicros();
    return submitDecision(dependencies, request, async (sql) => {
      const created = await createHook(sql, secretBox, hook, nowMicros);
      if (!created) throw new ApiError('already_exists', `There is a hook with the id ${hook.id} already.`);
      return ok(createdHook(hook, created, nowMicros));
    });
  });

  serveEndpoint(app, 'hooks.change', async ({ caller, body, parameters, request }) => {
    const patch = await readChange(body, vetting);
    if (patch.scope === 'all') allowTaskReading(caller);
    const nowMicros = clock.nowMicros();
    const key = await groupCommit.submit(async (sql) => {
      const changed = await changeHook(sql, parameters.id, patch, nowMicros);
      if (changed !== null) await auditRequest(sql, request, nowMicros);
      return changed;
    });
    if (key === null) return noSuchHook(parameters.id);
    if (startsAnew(patch)) {
      while (await groupCommit.submit((sql) => retryHeldDeliveries(sql, key, nowMicros)));
    }
    return ok(await shownHook(database, parameters.id));
  });

  serveEndpoint(app, 'hooks.delete', async ({ parameters, request }) => {
    await groupCommit.submit(async (sql) => {
      const hook = await findRegisteredHook(sql, parameters.id);
      if (!hook) return;
      await removeHook(sql, hook.key);
      await auditRequest(sql, request, clock.nowMicros());
    });
    return ok({ id: parameters.id });
  });
}

function registerSecrets(app: FastifyInstance, dependencies: HookRouteDependencies): void {
  const { database, clock, secretBox, sender } = dependencies;

  serveEndpoint(app, 'hooks.rotate', async ({ parameters: { id }, request }) => {
    const nowMicros = clock.nowMicros();
    const previousValidUntil = formatTimestamp(nowMicros + ROTATION_OVERLAP_MICROS);
    return submitDecision(dependencies, request, async (sql) => {
      const secret = await rotateHookSecret(sql, secretBox, id, nowMicros);
      return secret === null ? noSuchHook(id) : ok({ id, secret, previous_secret_valid_until: previousValidUntil });
    });
  });

  serveEndpoint(app, 'hooks.test', async ({ parameters }) => {
    const hook = (await database.read((sql) => findRegisteredHook(sql, parameters.id))) ?? noSuchHook(parameters.id);
    return ok(await sendTestEvent(hook, { clock, secretBox, sender }));
  });
}

async function shownHook(database: Database, id: string) {
  return (await database.read((sql) => findHook(sql, id))) ?? noSuchHook(id);
}

function createdHook(hook: NewHook, created: { id: string; secret: string }, nowMicros: number): CreatedHook {
  const { url, events, scope } = hook;
  return { id: created.id, url, events: [...events], scope, secret: created.secret, created_at: formatTimestamp(nowMicros) };
}

function noSuchHook(id: string): never {
  throw new ApiError('not_found', `There is no hook ${id}.`);
}
