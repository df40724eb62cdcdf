import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWebhookReceiver } from '../../../e2e/fixtures/webhook-receiver.ts';
import { startDocket } from '../docket-for-tests.ts';
import { app } from './app.js';
import { createAppTester } from './create-app-tester.mjs';

const { run, name, problems } = createAppTester(app);
const trigger = app.triggers.task_status_changed.operation;
const upsert = app.creates.upsert_task.operation.perform;
const find = app.searches.find_task.operation.perform;

let docket;
let receiver;
let authData;
beforeAll(async () => {
  [docket, receiver] = await Promise.all([startDocket(), startWebhookReceiver()]);
  authData = { server: docket.url, api_key: docket.key };
});
afterAll(async () => {
  await receiver?.close();
  await docket?.stop();
});

/** As Zapier hands an incoming hook to `perform`: parsed, and raw with headers in its own spelling. */
function hookBundle({ headers, bytes }, inputData) {
  const spelt = Object.entries(headers).map(([name, value]) => [`Http-${name.replace(/(^|-)[a-z]/g, (s) => s.toUpperCase())}`, value]);
  return {
    authData,
    inputData,
    cleanedRequest: { ...JSON.parse(bytes), querystring: {} },
    rawRequest: { method: 'POST', querystring: '', headers: Object.fromEntries(spelt), content: bytes },
  };
}

async function upsertTask(inputData) {
  return run(upsert, { authData, inputData });
}

describe(`the Zapier app (on ${name})`, () => {
  it('fits the schema of the platform', () => {
    expect(problems).toEqual([]);
  });

  it.each(['', '/', '/api/v1', '/api/v1/'])('connects with the address as people paste it: …%s', async (tail) => {
    const connection = await run(app.authentication.test, { authData: { ...authData, server: `${docket.url}${tail}` } });
    expect(connection).toEqual({ name: 'First key', source: 'api' });
  });

  it('says when a key is wrong, and what a weak key lacks', async () => {
    const wrong = run(app.authentication.test, { authData: { ...authData, api_key: 'dk_live_wrong' } });
    await expect(wrong).rejects.toThrow(/did not accept the API key/);
    const weak = await docket.api.json('POST', '/keys', { name: 'weak', source: 'weak', scopes: ['tasks:read'] });
    const lacking = run(app.authentication.test, { authData: { ...authData, api_key: weak.key } });
    await expect(lacking).rejects.toThrow(/lacks tasks:write, hooks/);
  });

  it('creates a task, updates it by its external id, and leaves alone what was not filled in', async () => {
    const first = await upsertTask({ external_id: 'z-1', title: 'Claim é "q"', url: 'https://example.com/1', fields: { country: 'FR' } });
    expect(first).toMatchObject({ result: 'created', status: 'TODO', title: 'Claim é "q"', fields: { country: 'FR', external_id: 'z-1' } });
    const again = await upsertTask({ external_id: 'z-1', title: '', due_at: '2030-01-31T09:00:00+01:00', fields: { tier: 'gold' } });
    expect(again).toMatchObject({ uid: first.uid, result: 'updated', title: 'Claim é "q"', due_at: '2030-01-31T08:00:00.000000+00:00' });
    expect(again.fields).toMatchObject({ country: 'FR', tier: 'gold' });
    expect(await upsertTask({ external_id: 'z-1' })).toMatchObject({ uid: first.uid, result: 'unchanged' });
  });

  it('shows what Docket refused in its own words', async () => {
    await expect(upsertTask({ external_id: 'z-2', due_at: 'next week' })).rejects.toThrow(/due_at must be a date/);
  });

  it('finds a task by external id, by its own id and by a field, and nothing where there is nothing', async () => {
    const { uid } = await upsertTask({ external_id: 'z-find', title: 'Findable', fields: { country: 'PT' } });
    await upsertTask({ external_id: 'z-other', title: 'Other', fields: { country: 'ES' } });
    const uidsFor = async (inputData) => (await run(find, { authData, inputData })).map((task) => task.uid);
    expect(await uidsFor({ external_id: 'z-find' })).toEqual([uid]);
    expect(await uidsFor({ uid })).toEqual([uid]);
    expect(await uidsFor({ field_name: 'country', field_value: 'PT' })).toEqual([uid]);
    expect(await uidsFor({ external_id: 'z-nobody' })).toEqual([]);
    expect(await uidsFor({ uid: 'nobody' })).toEqual([]);
    await expect(uidsFor({})).rejects.toThrow(/Fill in/);
  });

  it('subscribes, receives what happened with the task, lists the same as a sample, and unsubscribes', async () => {
    const inputData = { event: 'task.completed', include_task: true };
    const bundle = { authData, inputData, targetUrl: receiver.url };
    const subscribeData = await run(trigger.performSubscribe, bundle);
    expect(Object.keys(subscribeData)).toEqual(['id']);
    const { uid } = await upsertTask({ external_id: 'z-hook', title: 'Hooked' });
    await docket.complete(uid);
    await receiver.waitFor((events) => events.length === 1, 15_000);

    const [event] = await run(trigger.perform, hookBundle(receiver.events[0], inputData));
    expect(event).toMatchObject({
      type: 'task.completed',
      data: { task: { id: uid, status: { name: 'DONE' } } },
      task: { title: 'Hooked' },
    });
    const [sample] = await run(trigger.performList, bundle);
    expect(sample.id).toBe(event.id);
    expect(Object.keys(sample).sort()).toEqual(Object.keys(event).sort());

    await run(trigger.performUnsubscribe, { authData, subscribeData });
    expect((await docket.api.send('GET', `/api/v1/hooks/${subscribeData.id}`)).status).toBe(404);
    // Zapier repeats it when it got no answer.
    await run(trigger.performUnsubscribe, { authData, subscribeData });
  });

  it('passes an event on without the task where that is wanted, and for a task that is gone', async () => {
    const { uid } = await upsertTask({ external_id: 'z-gone', title: 'Gone' });
    const bytes = JSON.stringify({
      type: 'task.started',
      data: { task: { id: uid, status: { name: 'STARTED', userId: '1', at: 'x' } }, info: {} },
    });
    const received = { headers: { 'docket-task-version': '3' }, bytes };
    const [bare] = await run(trigger.perform, hookBundle(received, { include_task: false }));
    expect(bare).not.toHaveProperty('task');
    expect(bare.id).toBe(`${uid}:3`);
    await docket.api.send('DELETE', `/api/v1/tasks/${uid}`);
    const [gone] = await run(trigger.perform, hookBundle(received, {}));
    expect(gone.task).toBeNull();
  });

  it('never lets a field of a Zap read the connection', async () => {
    await expect(upsertTask({ title: '{{bundle.authData.api_key}}' })).rejects.toThrow(/no longer supports/);
  });
});
