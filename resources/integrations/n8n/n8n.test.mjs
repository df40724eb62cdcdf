import { existsSync, readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWebhookReceiver } from '../../../e2e/fixtures/webhook-receiver.ts';
import { startDocket } from '../docket-for-tests.ts';
import { withOffset } from './nodes/Docket/with-offset.ts';
import { loadNodes } from './test-bed/load-nodes.mjs';
import { executeContext, hookContext, resolveExpression, webhookContext } from './test-bed/n8n-contexts.mjs';

const { on, credential, docket: docketNode, trigger: triggerNode } = loadNodes();

let docket;
let receiver;
let credentials;
beforeAll(async () => {
  [docket, receiver] = await Promise.all([startDocket(), startWebhookReceiver()]);
  credentials = { server: `${docket.url}/`, apiKey: docket.key };
});
afterAll(async () => {
  await receiver?.close();
  await docket?.stop();
});

function execute(parameters, items = [{}], more = {}) {
  const options = { description: docketNode.description, parameters, credential, credentials, ...more };
  return docketNode.execute.call(executeContext(options, items)).then(([results]) => results.map(({ json }) => json));
}

function triggerOptions(parameters, staticData = {}) {
  return { description: triggerNode.description, parameters, credential, credentials, staticData, webhookUrl: receiver.url };
}

const { checkExists, create, delete: remove } = triggerNode.webhookMethods.default;

describe('the package', () => {
  const manifest = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));

  it('lists files that its build makes, an icon and a codex for each node', () => {
    const sources = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map((file) => file.replace('dist/', './').replace('.js', '.ts'));
    const codex = manifest.n8n.nodes.map((file) => file.replace('dist/', './').replace('.js', '.json'));
    for (const file of [...sources, ...codex]) expect(existsSync(new URL(file, import.meta.url)), file).toBe(true);
    for (const { icon } of [docketNode.description, triggerNode.description]) {
      for (const file of Object.values(icon)) {
        expect(existsSync(new URL(file.replace('file:', './nodes/Docket/'), import.meta.url)), file).toBe(true);
      }
    }
  });

  it('tests its credential with an address that answers', async () => {
    const { baseURL, url } = credential.test.request;
    const headers = { authorization: resolveExpression(credential.authenticate.properties.headers.Authorization, credentials) };
    const response = await fetch(`${resolveExpression(baseURL, credentials)}${url}`, { headers });
    expect([response.status, (await response.json()).kind]).toEqual([200, 'key']);
  });
});

describe(`the Docket node (on ${on})`, () => {
  it('sends every value of each item as a field, and updates by external id', async () => {
    const parameters = { externalId: 'n-1', title: 'Claim é', additionalFields: { dueAt: '2030-07-01T09:00:00', priority: 2 } };
    const [created] = await execute(parameters, [{ country: 'FR', amount: 12.5, tags: ['a'] }]);
    expect(created).toMatchObject({ result: 'created', title: 'Claim é', priority: 2, due_at: '2030-07-01T07:00:00.000000+00:00' });
    expect(created.fields).toEqual({ country: 'FR', amount: 12.5, tags: ['a'], title: 'Claim é', external_id: 'n-1' });
    const [updated] = await execute({ externalId: 'n-1', fieldsFrom: 'json', fields: '{"tier":"gold"}' });
    expect(updated).toMatchObject({ uid: created.uid, result: 'updated', title: 'Claim é', priority: 2 });
    expect(updated.fields).toMatchObject({ country: 'FR', tier: 'gold' });
  });

  it('stops with what Docket says and at which item, or goes on where that is wanted', async () => {
    const parameters = { fieldsFrom: 'json', fields: { n: 1 }, additionalFields: { dueAt: 'soon' } };
    await expect(execute(parameters)).rejects.toMatchObject({ message: expect.stringMatching(/due_at must be a date/), httpCode: '422' });
    const [result] = await execute(parameters, [{}], { continueOnFail: true });
    expect(result.error).toMatch(/due_at must be a date/);
    await expect(execute({ fieldsFrom: 'json', fields: '[1]' })).rejects.toThrow(/Fields must be a JSON object/);
    await expect(execute({ fieldsFrom: 'json', fields: '{' })).rejects.toThrow(/no valid JSON/);
  });

  it('works a task: assign, start, comment, complete, reopen, snooze', async () => {
    const [{ uid: taskUid }] = await execute({ externalId: 'n-act', title: 'Work' });
    const act = async (action, more = {}) => (await execute({ operation: 'act', taskUid, action, ...more }))[0];
    expect(await act('assign', { assigneeEmail: docket.operator.email })).toMatchObject({
      status: 'ASSIGNED',
      assignee_uid: docket.operator.id,
    });
    expect(await act('start')).toMatchObject({ status: 'STARTED' });
    await execute({ operation: 'comment', taskUid, text: 'Called back' });
    expect(await act('complete', { completionComment: 'Paid' })).toMatchObject({ status: 'DONE' });
    await expect(act('complete')).rejects.toThrow(/cannot complete/);
    expect(await act('reopen')).toMatchObject({ status: 'TODO' });
    expect(await act('snooze', { until: '2030-01-15 08:00' })).toMatchObject({ snooze_expires_at: '2030-01-15T07:00:00.000000+00:00' });
    const [task] = await execute({ operation: 'get', taskUid });
    expect(task).toMatchObject({ uid: taskUid, title: 'Work' });
  });

  it('gets many over several pages, up to the limit, by status', async () => {
    await execute({ fieldsFrom: 'json', fields: '{"batch":"n"}' }, [{}, {}, {}]);
    expect(await execute({ operation: 'getMany', limit: 2 })).toHaveLength(2);
    const all = await execute({ operation: 'getMany', returnAll: true, filters: { status: ['TODO', 'STARTED'] } });
    expect(all.length).toBeGreaterThanOrEqual(3);
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['TODO']));
  });

  it('finds tasks by external id and by a field', async () => {
    const [{ uid }] = await execute({ externalId: 'n-find', title: 'Findable' }, [{ country: 'PT' }]);
    const find = (filters) => execute({ operation: 'getMany', filters });
    expect((await find({ externalId: 'n-find' })).map((task) => task.uid)).toEqual([uid]);
    expect((await find({ fieldName: 'country', fieldValue: 'PT' })).map((task) => task.uid)).toEqual([uid]);
    expect(await find({ externalId: 'nobody' })).toEqual([]);
  });
});

describe(`the Docket trigger (on ${on})`, () => {
  it('registers once, notices what changed, and removes its webhook', async () => {
    const options = triggerOptions({ events: ['task.started'] });
    const { staticData } = options;
    expect(await checkExists.call(hookContext(options))).toBe(false);
    await create.call(hookContext(options));
    const { hookId } = staticData;
    expect(await checkExists.call(hookContext(options))).toBe(true);
    const changed = triggerOptions({ events: ['task.paused'] }, staticData);
    expect(await checkExists.call(hookContext(changed))).toBe(false);
    expect(staticData).toEqual({});
    expect((await docket.api.send('GET', `/api/v1/hooks/${hookId}`)).status).toBe(404);
    await create.call(hookContext(changed));
    await docket.api.send('DELETE', `/api/v1/hooks/${staticData.hookId}`);
    expect(await checkExists.call(hookContext(changed))).toBe(false);
    await create.call(hookContext(changed));
    await remove.call(hookContext(changed));
    await remove.call(hookContext(changed));
    expect((await docket.api.json('GET', '/hooks')).items).toEqual([]);
  });

  it('starts the workflow by what Docket really sends, with the task, and refuses everything else', async () => {
    const options = triggerOptions({ events: ['task.completed'] });
    await create.call(hookContext(options));
    const [{ uid }] = await execute({ externalId: 'n-hook', title: 'Hooked' });
    await docket.complete(uid);
    await receiver.waitFor((events) => events.length === 1, 15_000);
    const [received] = receiver.events;

    const { workflowData } = await triggerNode.webhook.call(webhookContext(options, received));
    const [[{ json }]] = workflowData;
    expect(json).toMatchObject({ type: 'task.completed', data: { task: { id: uid } }, task: { title: 'Hooked', status: 'DONE' } });
    expect(json.webhookId).toBe(received.headers['webhook-id']);
    expect(json.taskVersion).toBe(json.task.version);

    const refuse = async (message, more = options) => {
      const context = webhookContext(more, message);
      expect(await triggerNode.webhook.call(context)).toEqual({ noWebhookResponse: true });
      return context.answer.status;
    };
    expect(await refuse({ ...received, bytes: received.bytes.replace('DONE', 'TODO') })).toBe(401);
    expect(await refuse({ ...received, headers: { ...received.headers, 'webhook-signature': 'v1,AAAA' } })).toBe(401);
    expect(await refuse({ ...received, headers: {} })).toBe(401);
    expect(await refuse(signedAt(options.staticData.secret, received.bytes, new Date(Date.now() - 10 * 60_000)))).toBe(401);
    expect(await refuse(received, triggerOptions(options.parameters))).toBe(401);

    await docket.api.send('DELETE', `/api/v1/tasks/${uid}`);
    const late = signedAt(options.staticData.secret, received.bytes, new Date());
    const rotated = { ...late, headers: { ...late.headers, 'webhook-signature': `v1,AAAA ${late.headers['webhook-signature']}` } };
    const gone = await triggerNode.webhook.call(webhookContext(options, rotated));
    expect(gone.workflowData[0][0].json.task).toBeNull();
    const bare = await triggerNode.webhook.call(
      webhookContext({ ...options, parameters: { ...options.parameters, includeTask: false } }, late),
    );
    expect(bare.workflowData[0][0].json).not.toHaveProperty('task');
  });
});

function signedAt(secret, bytes, at) {
  const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)) };
  return { bytes, headers: { ...headers, 'webhook-signature': new Webhook(secret).sign('msg_1', at, bytes) } };
}

describe('a date of the picker', () => {
  it.each([
    ['2030-01-15T09:00:00', 'Europe/Paris', '2030-01-15T08:00:00.000Z'],
    ['2030-07-15 09:00', 'America/New_York', '2030-07-15T13:00:00.000Z'],
    ['2030-07-15', 'Asia/Kolkata', '2030-07-14T18:30:00.000Z'],
    // Clocks went forward at 02:00 that day.
    ['2030-03-31T03:30:00', 'Europe/Paris', '2030-03-31T01:30:00.000Z'],
    ['2030-01-15T09:00:00+02:00', 'Europe/Paris', '2030-01-15T09:00:00+02:00'],
    ['next week', 'Europe/Paris', 'next week'],
  ])('%s in %s is %s', (text, timeZone, expected) => {
    expect(withOffset(text, timeZone)).toBe(expected);
  });
});
