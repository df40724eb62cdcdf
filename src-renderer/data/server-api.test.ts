import { expect, test } from 'vitest';
import { ACCESS_ENDPOINTS } from '../../src-shared/http/access-endpoints.ts';
import { ACCOUNT_ENDPOINTS } from '../../src-shared/http/account-endpoints.ts';
import { AUDIT_ENDPOINTS } from '../../src-shared/http/audit-endpoints.ts';
import { ServerApi } from './server-api.ts';

function apiThatAnswers(status: number, body: unknown) {
  const requests: { url: string; init: RequestInit }[] = [];
  const api = new ServerApi(async (input, init = {}) => {
    requests.push({ url: String(input), init });
    return new Response(body === null ? null : JSON.stringify(body), { status });
  }, 'app://docket');
  return { api, requests };
}

const USER = { id: 'u', email: 'a@example.com', name: 'A', role: 'admin', skills: [], disabled: false };

test('the path’s names are filled in and escaped, the body is JSON', async () => {
  const { api, requests } = apiThatAnswers(200, USER);
  const outcome = await api.call(ACCOUNT_ENDPOINTS['users.change'], { parameters: { id: 'a/b' }, body: { name: 'A' } });
  expect(outcome).toEqual({ ok: true, value: USER });
  expect(requests[0]?.url).toBe('app://docket/api/v1/users/a%2Fb');
  expect([requests[0]?.init.method, requests[0]?.init.body]).toEqual(['PATCH', '{"name":"A"}']);
});

test('only what was given stands in the query', async () => {
  const { api, requests } = apiThatAnswers(200, { items: [], meta: { next_cursor: null, has_more: false } });
  await api.call(AUDIT_ENDPOINTS['audit.list'], { query: { actor: 'x y', task: '', limit: 5 } });
  expect(requests[0]?.url).toBe('app://docket/api/v1/audit?actor=x+y&limit=5');
});

test('an answer without a body is null, and one that was not promised is a failure', async () => {
  expect(await apiThatAnswers(204, null).api.call(ACCESS_ENDPOINTS['sessions.delete'], { parameters: { id: 's' } })).toEqual({
    ok: true,
    value: null,
  });
  const surprise = await apiThatAnswers(200, { nonsense: true }).api.call(ACCOUNT_ENDPOINTS['users.list'], {});
  expect(surprise).toMatchObject({ ok: false, code: 'unreadable_answer' });
});

test('what the server finds wrong is told by the path of its part', async () => {
  const issues = [{ path: 'body.email', message: 'is missing' }];
  const { api } = apiThatAnswers(422, { error: { code: 'validation_failed', message: 'No.', requestId: 'r', details: { issues } } });
  expect(await api.call(ACCOUNT_ENDPOINTS['users.list'], {})).toMatchObject({ ok: false, kind: 'refused', issues });
});
