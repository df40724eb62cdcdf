import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';
import { findNullCharacter } from './find-null-character.ts';

describe('the character U+0000', () => {
  let server: TestApp;
  beforeEach(async () => {
    server = await openTestApp();
  });
  afterEach(async () => {
    expect(server.failures).toEqual([]);
    await server.close();
  });

  it('is found in texts and keys, however deep', () => {
    expect(findNullCharacter({ a: [{ b: 'x\0' }] }, 'body')).toBe('body.a.0.b');
    expect(findNullCharacter({ a: { 'k\0': 1 } }, 'body')).toBe('A key of body.a');
    expect(findNullCharacter({ a: ['\\u0000', 0, null, true, ''] }, 'body')).toBeNull();
  });

  it.each([
    ['PATCH', '/api/v1/tasks', '{"fields":{"title":"a\\u0000b"}}', 'application/json', 'body.fields.title'],
    ['PUT', '/api/v1/tasks/t1', '{"fields":{"\\u0000":1}}', 'application/json', 'A key of body.fields'],
    ['PATCH', '/api/v1/tasks', 'fields[title]=a%00b', 'application/x-www-form-urlencoded', 'body.fields.title'],
    ['PATCH', '/api/v1/tasks', 'fields[title]=a\0b', 'application/x-www-form-urlencoded', 'body.fields.title'],
    [
      'POST',
      '/api/v1/tasks/query',
      '{"condition":{"rules":[{"field":"title","operator":"=","value":"\\u0000"}]}}',
      '',
      'body.condition.rules',
    ],
    ['POST', '/api/v1/users', '{"name":"a\\u0000","email":"a@example.com","role":"admin"}', '', 'body.name'],
    ['POST', '/api/v1/queues', '{"name":"a\\u0000"}', '', 'body.name'],
    ['POST', '/api/v1/hooks', '{"url":"https://example.com/\\u0000"}', '', 'body.url'],
    ['POST', '/api/v1/auth/login', '{"email":"\\u0000","password":"x"}', '', 'body.email'],
  ])('is refused in a body: %s %s %j', async (method, path, body, type, place) => {
    const { status, body: answer } = await server.call(method, path, { body, headers: type === '' ? {} : { 'content-type': type } });
    expect([status, answer.error.code]).toEqual([422, 'validation_failed']);
    expect(answer.error.message).toContain(`${place}`);
    expect(answer.error.message).toContain('U+0000');
  });

  it.each([
    '/api/v1/tasks/a%00b',
    '/api/v1/tasks?fields.title=%00',
    '/api/v1/tasks?%00=1',
    '/api/v1/queues/%00',
    '/f/%00',
    '/f/claim?a=%00',
  ])('is refused in an address: %s', async (path) => {
    expect((await server.call('GET', path)).status).toBe(422);
  });

  it('is no trouble where it is only spoken of', async () => {
    const { status, body } = await server.call('PATCH', '/api/v1/tasks', { body: '{"fields":{"title":"\\\\u0000 and %00"}}' });
    expect([status, body.title]).toEqual([200, '\\u0000 and %00']);
  });

  it('spoils its own item of a batch alone', async () => {
    const items = [
      { uid: 'a', fields: { x: 1 } },
      { uid: 'b', fields: { x: '\0' } },
      { uid: 'c', fields: { x: 1 } },
    ];
    const { status, body } = await server.call('POST', '/api/v1/tasks/batch', { body: { items } });
    expect([status, body.results.map((result: { status: number }) => result.status)]).toEqual([207, [200, 422, 200]]);
    expect(body.results[1].error.message).toContain('item.fields.x holds the character U+0000');
  });

  it('spoils its own operation alone, which takes its number', async () => {
    const olga = await server.person('olga', 'manager');
    await server.call('PATCH', '/api/v1/tasks', { body: { uid: 'a', fields: { x: 1 } } });
    const comment = (deviceSeq: number, text: string) => ({
      ...{
        opId: `019a0000-0000-7000-8000-${String(deviceSeq).padStart(12, '0')}`,
        deviceId: 'device',
        deviceSeq,
        taskId: 'a',
        action: 'comment',
      },
      ...{ baseVersion: 1, at: '2026-03-01T09:00:00.000000+00:00', payload: { text } },
    });
    const operations = [comment(1, 'one'), comment(2, 'two\0'), comment(3, 'three')];
    const { status, body } = await server.call('POST', '/api/v1/sync/operations', {
      token: olga.token,
      body: { deviceId: 'device', operations },
    });
    expect(status).toBe(200);
    expect(body.results.map((result: { result: string; reason?: string }) => [result.result, result.reason])).toEqual([
      ['applied', undefined],
      ['rejected', 'invalid_payload'],
      ['applied', undefined],
    ]);
  });
});
