import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import {
  CreatedHook,
  Delivery,
  DeliveryFilter,
  Hook,
  HookChange,
  HookRegistration,
  HookReplay,
  HookSample,
  HookTestResult,
  RotatedSecret,
} from '../../src-shared/schema/hook.ts';
import { Nullable } from '../../src-shared/schema/nullable.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type {} from '../auth/request-caller.ts';
import type { SecretBox } from '../auth/secret-box.ts';
import type { Clock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import type { Database } from '../store/database.ts';
import type { GroupCommit } from '../tasks/group-commit.ts';
import { findDelivery, listDeliveries } from '../webhooks/delivery-queries.ts';
import { type RegisteredHook, readHooks } from '../webhooks/hook-book.ts';
import {
  changeHook,
  createHook,
  type NewHook,
  removeHook,
  retryHeldDeliveries,
  rotateHookSecret,
  startsAnew,
} from '../webhooks/hook-commands.ts';
import { findHook, listHooks } from '../webhooks/hook-queries.ts';
import { ROTATION_OVERLAP_MICROS } from '../webhooks/hook-secrets.ts';
import { listSamples } from '../webhooks/past-transitions.ts';
import { readChange, readEvent, readRegistration } from '../webhooks/read-registration.ts';
import { replayDelivery } from '../webhooks/replay-deliveries.ts';
import { replayRange } from '../webhooks/replay-range.ts';
import type { RequestSender } from '../webhooks/request-sender.ts';
import { sendTestEvent } from '../webhooks/send-test-event.ts';
import type { TargetVetting } from '../webhooks/webhook-target.ts';
import { readCursor, readLimit, readMoment, writeCursor } from './delivery-page.ts';
import { allowHooks, allowTaskReading } from './hook-permissions.ts';

export interface HookRouteDependencies {
  database: Database;
  commands: GroupCommit;
  clock: Clock;
  secretBox: SecretBox;
  /** Which addresses may be registered: the rules of the sender. */
  vetting: TargetVetting;
  sender: RequestSender;
}

const HookPath = Type.Object({ id: Type.String({ maxLength: 128 }) });
const Removed = Type.Object({ id: Type.String() }, { additionalProperties: false });
const Replayed = Type.Object({ replayed: Type.Integer() }, { additionalProperties: false });
const HookList = Type.Object({ items: Type.Array(Hook) }, { additionalProperties: false });
const Text = Type.String({ maxLength: 512 });
const SampleQuery = Type.Object({ event: Type.Optional(Text), limit: Type.Optional(Text) });
const DeliveryQuery = Type.Object({
  status: Type.Optional(DeliveryFilter),
  since: Type.Optional(Text),
  until: Type.Optional(Text),
  limit: Type.Optional(Text),
  cursor: Type.Optional(Text),
});
const DeliveryList = Type.Object(
  { items: Type.Array(Delivery), meta: Type.Object({ next_cursor: Nullable(Type.String()), has_more: Type.Boolean() }) },
  { additionalProperties: false },
);

interface ById {
  Params: { id: string };
}

/** `/hooks` and `/deliveries`, under the prefix that `app` stands for. Callers are authenticated before. */
export function registerHookRoutes(app: FastifyInstance, dependencies: HookRouteDependencies): void {
  app.register(async (hooks) => {
    hooks.addHook('onRequest', async ({ caller }) => allowHooks(caller));
    registerEndpoints(hooks, dependencies);
    registerSecrets(hooks, dependencies);
    registerDeliveries(hooks, dependencies);
  });
}

function registerEndpoints(app: FastifyInstance, { database, commands, clock, vetting, secretBox }: HookRouteDependencies): void {
  app.post<{ Body: HookRegistration }>(
    '/hooks',
    { schema: { body: HookRegistration, response: { 200: CreatedHook } } },
    async ({ caller, body }) => {
      const hook = await readRegistration(body, vetting);
      if (hook.scope === 'all') allowTaskReading(caller);
      const nowMicros = clock.nowMicros();
      const created = await commands.submit((sql) => createHook(sql, secretBox, hook, nowMicros));
      if (!created) throw new ApiError('already_exists', `There is a hook with the id ${hook.id} already.`);
      return createdHook(hook, created, nowMicros);
    },
  );

  app.get('/hooks', { schema: { response: { 200: HookList } } }, async () => ({ items: await database.read(listHooks) }));

  app.get<ById>('/hooks/:id', { schema: { params: HookPath, response: { 200: Hook } } }, async ({ params }) => {
    const hook = await database.read((sql) => findHook(sql, params.id));
    return hook ?? noSuchHook(params.id);
  });

  app.patch<ById & { Body: HookChange }>(
    '/hooks/:id',
    { schema: { params: HookPath, body: HookChange, response: { 200: Hook } } },
    async ({ caller, params, body }) => {
      const patch = await readChange(body, vetting);
      if (patch.scope === 'all') allowTaskReading(caller);
      const nowMicros = clock.nowMicros();
      const key = await commands.submit((sql) => changeHook(sql, params.id, patch, nowMicros));
      if (key === null) return noSuchHook(params.id);
      if (startsAnew(patch)) {
        while (await commands.submit((sql) => retryHeldDeliveries(sql, key, nowMicros)));
      }
      return (await database.read((sql) => findHook(sql, params.id))) ?? noSuchHook(params.id);
    },
  );

  app.delete<ById>('/hooks/:id', { schema: { params: HookPath, response: { 200: Removed } } }, async ({ params }) => {
    await commands.submit(async (sql) => {
      const hook = (await readHooks(sql)).find(({ id }) => id === params.id);
      if (hook) await removeHook(sql, hook.key);
    });
    return { id: params.id };
  });
}

function registerSecrets(app: FastifyInstance, { database, commands, clock, secretBox, sender }: HookRouteDependencies): void {
  app.post<ById>('/hooks/:id/rotate', { schema: { params: HookPath, response: { 200: RotatedSecret } } }, async ({ params }) => {
    const nowMicros = clock.nowMicros();
    const secret = await commands.submit((sql) => rotateHookSecret(sql, secretBox, params.id, nowMicros));
    if (secret === null) return noSuchHook(params.id);
    return { id: params.id, secret, previous_secret_valid_until: formatTimestamp(nowMicros + ROTATION_OVERLAP_MICROS) };
  });

  app.post<ById>('/hooks/:id/test', { schema: { params: HookPath, response: { 200: HookTestResult } } }, async ({ params }) => {
    const hook = await registeredHook(database, params.id);
    return sendTestEvent(hook, { clock, secretBox, sender });
  });
}

function registerDeliveries(app: FastifyInstance, { database, commands, clock }: HookRouteDependencies): void {
  app.get<{ Querystring: Static<typeof SampleQuery> }>(
    '/hooks/samples',
    { schema: { querystring: SampleQuery, response: { 200: Type.Array(HookSample) } }, serializerCompiler: () => JSON.stringify },
    async ({ caller, query }) => {
      allowTaskReading(caller);
      const event = readEvent(query.event ?? 'task.completed');
      const samples = await database.read((sql) => listSamples(sql, event, readLimit(query.limit, { initial: 10, maximum: 100 })));
      return samples.map(({ id, body }) => ({ id, ...JSON.parse(body) }));
    },
  );

  app.get<ById & { Querystring: Static<typeof DeliveryQuery> }>(
    '/hooks/:id/deliveries',
    { schema: { params: HookPath, querystring: DeliveryQuery, response: { 200: DeliveryList } } },
    async ({ caller, params, query }) => {
      allowTaskReading(caller);
      await registeredHook(database, params.id);
      const page = {
        hookId: params.id,
        filter: query.status ?? null,
        sinceMicros: readMoment(query.since, 'since'),
        untilMicros: readMoment(query.until, 'until'),
        after: readCursor(query.cursor),
        limit: readLimit(query.limit, { initial: 50, maximum: 200 }),
      };
      const { items, next } = await database.read((sql) => listDeliveries(sql, page));
      return { items, meta: { next_cursor: next ? writeCursor(next) : null, has_more: next !== null } };
    },
  );

  app.post<ById & { Body: HookReplay }>(
    '/hooks/:id/replay',
    { schema: { params: HookPath, body: HookReplay, response: { 200: Replayed } } },
    async ({ caller, params, body }) => {
      if (body.only === 'missing') allowTaskReading(caller);
      const nowMicros = clock.nowMicros();
      const sinceMicros = readMoment(body.since, 'since') ?? 0;
      const untilMicros = Math.min(readMoment(body.until, 'until') ?? nowMicros, nowMicros);
      const hook = await registeredHook(database, params.id);
      const replayed = await replayRange(commands, { hook, sinceMicros, untilMicros, only: body.only ?? 'failed', nowMicros });
      return { replayed };
    },
  );

  app.get<ById>('/deliveries/:id', { schema: { params: HookPath, response: { 200: Delivery } } }, async ({ caller, params }) => {
    allowTaskReading(caller);
    return (await database.read((sql) => findDelivery(sql, params.id))) ?? noSuchDelivery(params.id);
  });

  app.post<ById>('/deliveries/:id/replay', { schema: { params: HookPath, response: { 200: Delivery } } }, async ({ params }) => {
    const nowMicros = clock.nowMicros();
    if (!(await commands.submit((sql) => replayDelivery(sql, params.id, nowMicros)))) return noSuchDelivery(params.id);
    return (await database.read((sql) => findDelivery(sql, params.id))) ?? noSuchDelivery(params.id);
  });
}

async function registeredHook(database: Database, id: string): Promise<RegisteredHook> {
  const hooks = await database.read(readHooks);
  return hooks.find((hook) => hook.id === id) ?? noSuchHook(id);
}

function createdHook(hook: NewHook, created: { id: string; secret: string }, nowMicros: number): CreatedHook {
  const { url, events, scope } = hook;
  return { id: created.id, url, events: [...events], scope, secret: created.secret, created_at: formatTimestamp(nowMicros) };
}

function noSuchHook(id: string): never {
  throw new ApiError('not_found', `There is no hook ${id}.`);
}

function noSuchDelivery(id: string): never {
  throw new ApiError('not_found', `There is no delivery ${id}.`);
}
