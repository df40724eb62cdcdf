import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestApp, type TestAnswer, type TestApp } from '../app-fixture.ts';

let app: TestApp;

beforeEach(async () => {
  app = await openTestApp();
  await call('POST', '/queues', { id: 'france', name: 'France', condition: { field: 'fields.country', operator: '=', value: 'FR' } });
  await call('POST', '/queues', { id: 'rest', name: 'Rest', condition: { combinator: 'and', rules: [] } });
  await call('PUT', '/tasks/t1', { fields: { country: 'FR' } });
});

afterEach(async () => {
  expect(app.failures).toEqual([]);
  await app.close();
});

const call = (method: string, path: string, body?: unknown, token?: string): Promise<TestAnswer> =>
  app.call(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), ...(token === undefined ? {} : { token }) });
const move = async (deviceSeq: number, queueUid: unknown, token: string) => {
  const operation = {
    opId: `00000000-0000-7000-8000-${String(deviceSeq).padStart(12, '0')}`,
    ...{ deviceId: 'laptop', deviceSeq, taskId: 't1', action: 'move', baseVersion: 1, at: '2026-03-01T09:00:00Z' },
    payload: { queue_uid: queueUid },
  };
  const { body } = await call('POST', '/sync/operations', { deviceId: 'laptop', operations: [operation] }, token);
  return body.results[0];
};
const place = async () => {
  const { body } = await call('GET', '/tasks/t1/routing');
  return [body.queue_uid, body.override];
};

it('a manager’s console puts a task into a queue by hand, and gives it back to the rules', async () => {
  const { token } = await app.person('mo', 'manager');
  expect(await move(1, 'rest', token)).toMatchObject({ result: 'applied', task: { queue_uid: 'rest' } });
  expect(await place()).toEqual(['rest', 'rest']);
  await call('PATCH', '/tasks/t1', { fields: { amount: 1 } });
  expect(await place(), 'other changes leave it there').toEqual(['rest', 'rest']);
  expect(await move(2, null, token)).toMatchObject({ result: 'applied', task: { queue_uid: 'france' } });
  expect(await place()).toEqual(['france', null]);
});

it('a choice that changes nothing is still one: the task stays when its fields change', async () => {
  const { token } = await app.person('mo', 'manager');
  expect(await move(1, 'france', token)).toMatchObject({ result: 'applied' });
  await call('PATCH', '/tasks/t1', { fields: { country: 'DE' } });
  expect(await place()).toEqual(['france', 'france']);
});

it('operators cannot, and nobody can where there is no such queue', async () => {
  const { token } = await app.person('ann');
  expect(await move(1, 'rest', token)).toMatchObject({ result: 'rejected', reason: 'not_allowed' });
  const manager = await app.person('mo', 'manager');
  const refused = await call(
    'POST',
    '/sync/operations',
    {
      deviceId: 'other',
      operations: [
        {
          ...{ opId: '00000000-0000-7000-8000-0000000000aa', deviceId: 'other', deviceSeq: 1, taskId: 't1', action: 'move' },
          ...{ baseVersion: 1, at: '2026-03-01T09:00:00Z', payload: { queue_uid: 'nowhere' } },
        },
      ],
    },
    manager.token,
  );
  expect(refused.body.results[0]).toMatchObject({
    result: 'rejected',
    reason: 'invalid_payload',
    message: 'There is no such queue any more.',
  });
  expect(await place()).toEqual(['france', null]);
});
