import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWebhookReceiver, type WebhookReceiver } from '../../../e2e/fixtures/webhook-receiver.ts';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { type DocketForTests, startDocket } from '../docket-for-tests.ts';
import { evaluateIml } from './evaluate-iml.ts';
import { type Component, readCode, runComponent } from './run-component.ts';

type Components = Readonly<Record<string, Component>>;
const APP = readCode<{
  generalCodeFiles: Record<string, string>;
  components: Record<'module' | 'webhook' | 'rpc' | 'connection', Components>;
}>('makecomapp.json');
const UPSERT = 'modules/upsert-task/upsert-task.communication.iml.json';
const SEARCH = 'modules/search-tasks/search-tasks.communication.iml.json';

let docket: DocketForTests;
let receiver: WebhookReceiver;
let connection: JsonObject;
beforeAll(async () => {
  [docket, receiver] = await Promise.all([startDocket(), startWebhookReceiver()]);
  connection = { server: `${docket.url}/`, apiKey: docket.key };
});
afterAll(async () => {
  await receiver?.close();
  await docket?.stop();
});

async function run<Output = JsonObject>(path: string, parameters: JsonObject): Promise<Output[]> {
  return (await runComponent(path, { connection, parameters })).outputs as Output[];
}

function everyCodeFile(): [string, Component][] {
  const components = Object.values(APP.components).flatMap((each) => Object.values(each));
  return components.flatMap((component) => Object.values(component.codeFiles).map((file): [string, Component] => [file, component]));
}

describe('the definition', () => {
  it('names files that are there and are JSON, and components that exist', () => {
    for (const file of Object.values(APP.generalCodeFiles))
      expect(readFileSync(new URL(file, import.meta.url), 'utf8').length).toBeGreaterThan(0);
    for (const [file, { connection: needs, webhook }] of everyCodeFile()) {
      const text = JSON.stringify(readCode(file));
      if (needs) expect(Object.keys(APP.components.connection)).toContain(needs);
      if (webhook) expect(Object.keys(APP.components.webhook)).toContain(webhook);
      for (const [, rpc] of text.matchAll(/rpc:\/\/(\w+)/g)) expect(Object.keys(APP.components.rpc)).toContain(rpc);
    }
    const grouped = readCode<{ modules: string[] }[]>('modules/groups.json').flatMap(({ modules }) => modules);
    expect(grouped.sort()).toEqual(Object.keys(APP.components.module).sort());
  });

  it('uses each input that it asks for, and asks for each that it uses', () => {
    for (const component of [...Object.values(APP.components.module), ...Object.values(APP.components.webhook)]) {
      const { params, mappableParams, communication, attach } = component.codeFiles;
      const asked = [params, mappableParams].flatMap((file) => (file ? readCode<{ name: string }[]>(file) : [])).map(({ name }) => name);
      const code = [communication, attach].map((file) => (file ? JSON.stringify(readCode(file)) : '')).join('');
      const used = new Set([...code.matchAll(/parameters\.(\w+)/g)].map(([, name]) => name));
      expect([...used].sort(), communication).toEqual(asked.sort());
    }
  });
});

describe('the connection', () => {
  const path = 'connections/docket/docket.communication.iml.json';

  it('accepts a good key and shows its name', async () => {
    const { metadata } = await runComponent(path, { parameters: connection }, { hasBase: false });
    expect(metadata).toEqual({ type: 'text', value: 'First key' });
  });

  it('tells why a key is refused', async () => {
    const parameters = { ...connection, apiKey: 'dk_live_wrong' };
    await expect(runComponent(path, { parameters }, { hasBase: false })).rejects.toThrow(/not known here/);
  });
});

describe('the actions', () => {
  it('create a task with fields, and update by external id only what was filled in', async () => {
    const fields = [
      { name: 'country', value: 'FR' },
      { name: 'amount', value: 12.5 },
    ];
    const [created] = await run(UPSERT, { externalId: 'm-1', title: 'Claim é', dueAt: '2030-01-31T09:00:00.000Z', fields });
    expect(created).toMatchObject({ result: 'created', title: 'Claim é', due_at: '2030-01-31T09:00:00.000000+00:00', status: 'TODO' });
    expect(created?.fields).toEqual({ country: 'FR', amount: 12.5, title: 'Claim é', external_id: 'm-1' });
    const [updated] = await run(UPSERT, { externalId: 'm-1', title: '', url: 'https://example.com/1' });
    expect(updated).toMatchObject({ uid: created?.uid ?? '', result: 'updated', title: 'Claim é', url: 'https://example.com/1' });
    const [got] = await run('modules/get-task/get-task.communication.iml.json', { uid: created?.uid ?? '' });
    expect(got).toMatchObject({ title: 'Claim é' });
  });

  it('show what Docket refused in its own words', async () => {
    await expect(run(UPSERT, { dueAt: 'soon' })).rejects.toThrow(/^\[422\] due_at must be a date/);
  });

  it('search by external id, status and fields, over pages, up to the limit', async () => {
    const items = Array.from({ length: 120 }, (_, n) => ({ fields: { title: `Bulk ${n}`, batch: 'make', external_id: `m-bulk-${n}` } }));
    await docket.api.json('POST', '/tasks/batch', { items });
    const filters = [{ name: 'batch', value: 'make' }];
    expect(await run(SEARCH, { filters, limit: 110, status: ['TODO', 'STARTED'] })).toHaveLength(110);
    expect(await run(SEARCH, { filters, limit: 500 })).toHaveLength(120);
    expect(await run(SEARCH, { filters, limit: 500, status: ['DONE'] })).toEqual([]);
    const [found, ...others] = await run(SEARCH, { externalId: 'm-bulk-7', limit: 10 });
    expect([found?.title, others]).toEqual(['Bulk 7', []]);
  });

  it('offer the queues to choose from', async () => {
    await docket.api.json('POST', '/queues', { id: 'vip', name: 'VIP', condition: { combinator: 'and', rules: [] } });
    const options = await run('rpcs/list-queues/list-queues.communication.iml.json', {});
    expect(options).toContainEqual({ label: 'VIP', value: 'vip' });
  });
});

describe('the instant trigger', () => {
  it('attaches, gives out what really arrives, and detaches', async () => {
    const folder = 'webhooks/task-events/task-events';
    const webhook: JsonObject = { url: receiver.url };
    const parameters = { events: ['task.started', 'task.completed'] };
    const { data } = await runComponent(`${folder}.attach.iml.json`, { connection, webhook, parameters });
    const [task] = await run(UPSERT, { externalId: 'm-hook', title: 'Hooked' });
    const uid = String(task?.uid);
    await docket.complete(uid);
    await receiver.waitFor((events) => events.length === 2, 15_000);

    const template = readCode<{ output: JsonValue }>(`${folder}.communication.iml.json`).output;
    const bundles = receiver.events.map(
      ({ headers, body }) => evaluateIml(template, { headers, body } as unknown as JsonObject) as JsonObject,
    );
    expect(bundles.map(({ type }) => type)).toEqual(['task.started', 'task.completed']);
    expect(bundles[1]).toMatchObject({
      data: { task: { id: uid, status: { name: 'DONE' } } },
      webhookId: receiver.events[1]?.headers['webhook-id'],
    });
    const [sample] = await docket.api.json<JsonObject[]>('GET', '/hooks/samples?event=task.completed');
    expect(bundles[1]?.id).toBe(sample?.id);
    const samples = readCode<JsonObject>('modules/watch-task-events/watch-task-events.samples.iml.json');
    expect(Object.keys(bundles[1] ?? {}).sort()).toEqual(Object.keys(samples).sort());

    await runComponent(`${folder}.detach.iml.json`, { connection, webhook: { ...webhook, ...data }, parameters: {} });
    expect((await docket.api.send('GET', `/api/v1/hooks/${data.externalHookId}`)).status).toBe(404);
  });
});

describe('templates', () => {
  it.each<[string, JsonValue]>([
    ['{{secrets.key}}', {}],
    ['{{lower(parameters.a)}}', {}],
    ['{{parameters.a + 1}}', {}],
  ])('that Make would not know throw: %s', (template) => {
    expect(() => evaluateIml(template, { parameters: {} })).toThrow();
  });
});
