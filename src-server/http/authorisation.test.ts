import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import { ADMINS, type Endpoint, EVERYBODY, MANAGERS } from '../../src-shared/http/endpoint.ts';
import { openTestApp, type TestApp } from '../app-fixture.ts';

/**
 * Who may call what, written down a second time: a change of `src-shared/http` that opens or closes a door shows here.
 * People's roles (people: all of them; managers: and admins; admins), and the scope of keys, if any may. That the server
 * holds itself to it is in `guard-endpoints.test.ts`.
 */
const MATRIX: Readonly<Record<string, string>> = {
  'health.live': 'public',
  'health.ready': 'public',
  'metrics.get': 'public',
  'docs.get': 'public',
  'openapi.get': 'public',
  'server.get': 'admins, admin',
  'server.uploadBackup': 'admins, admin',
  'server.compareBackup': 'admins, admin',
  'server.restoreBackup': 'admins, admin',
  'server.restoration': 'admins, admin',
  'server.renewIdentity': 'admins, admin',
  'server.backUp': 'admins, admin',
  'server.change': 'admins, admin',
  'server.backups': 'admins, admin',
  'server.downloadBackup': 'admins, admin',
  'server.deleteBackup': 'admins, admin',
  'server.auditVerification': 'admins, admin',
  'server.verifyAudit': 'admins, admin',
  'firstRun.get': 'public',
  'firstRun.finish': 'public',
  'auth.login': 'public',
  'auth.logout': 'people',
  'me.get': 'people, any',
  'account.get': 'people, any',
  'users.list': 'admins, admin',
  'users.create': 'admins, admin',
  'users.get': 'admins, admin',
  'users.change': 'admins, admin',
  'keys.list': 'admins, admin',
  'keys.create': 'admins, admin',
  'keys.rotate': 'admins, admin',
  'keys.delete': 'admins, admin',
  'invitations.list': 'admins, admin',
  'invitations.create': 'admins, admin',
  'invitations.get': 'public',
  'invitations.delete': 'admins, admin',
  'invitations.accept': 'public',
  'passwordResets.create': 'admins, admin',
  'passwordResets.get': 'public',
  'passwordResets.finish': 'public',
  'sessions.list': 'people, admin',
  'sessions.delete': 'people, admin',
  'me.changePassword': 'people',
  'tasks.upsert': 'managers, tasks:write',
  'tasks.replace': 'managers, tasks:write',
  'tasks.create': 'managers, tasks:write',
  'tasks.list': 'people, tasks:read',
  'tasks.batch': 'managers, tasks:write',
  'tasks.batchReplace': 'managers, tasks:write',
  'tasks.batchUpsert': 'managers, tasks:write',
  'tasks.query': 'people, tasks:read',
  'tasks.upsertOne': 'managers, tasks:write',
  'tasks.replaceOne': 'managers, tasks:write',
  'tasks.get': 'people, tasks:read',
  'tasks.delete': 'managers, tasks:write',
  'tasks.history': 'people, tasks:read',
  'tasks.routing': 'people, tasks:read',
  'tasks.comment': 'people, tasks:write',
  'tasks.claim': 'people, tasks:write',
  'tasks.assign': 'people, tasks:write',
  'tasks.unassign': 'people, tasks:write',
  'tasks.start': 'people, tasks:write',
  'tasks.pause': 'people, tasks:write',
  'tasks.complete': 'people, tasks:write',
  'tasks.reopen': 'people, tasks:write',
  'tasks.snooze': 'people, tasks:write',
  'queues.list': 'people, tasks:read',
  'queues.create': 'managers, admin',
  'queues.preview': 'managers, admin',
  'queues.routing': 'managers, tasks:read',
  'queues.get': 'people, tasks:read',
  'queues.change': 'managers, admin',
  'queues.replace': 'managers, admin',
  'queues.delete': 'managers, admin',
  'queues.next': 'people, tasks:write',
  'schedules.list': 'people, tasks:read',
  'schedules.create': 'managers, admin',
  'schedules.progress': 'managers, tasks:read',
  'schedules.apply': 'managers, admin',
  'schedules.applyToQueue': 'managers, admin',
  'schedules.get': 'people, tasks:read',
  'schedules.change': 'managers, admin',
  'schedules.delete': 'managers, admin',
  'sync.pull': 'people, tasks:read',
  'sync.push': 'people',
  'sync.stream': 'people, tasks:read',
  'sync.presence': 'people',
  'sync.workspace': 'people, tasks:read',
  'hooks.list': 'managers, hooks',
  'hooks.create': 'managers, hooks',
  'hooks.samples': 'managers, hooks',
  'hooks.events': 'managers, hooks',
  'hooks.get': 'managers, hooks',
  'hooks.change': 'managers, hooks',
  'hooks.delete': 'managers, hooks',
  'hooks.rotate': 'managers, hooks',
  'hooks.test': 'managers, hooks',
  'hooks.deliveries': 'managers, hooks',
  'hooks.replay': 'managers, hooks',
  'deliveries.get': 'managers, hooks',
  'deliveries.replay': 'managers, hooks',
  'forms.list': 'managers, admin',
  'forms.create': 'managers, admin',
  'forms.get': 'managers, admin',
  'forms.change': 'managers, admin',
  'forms.replace': 'managers, admin',
  'forms.delete': 'managers, admin',
  'forms.submit': 'people, tasks:write',
  'forms.submissions': 'managers, admin',
  'forms.forgetSubmissions': 'managers, admin',
  'formPage.show': 'public',
  'formPage.submit': 'public',
  'formPage.signIn': 'public',
  'formPage.signOut': 'public',
  'views.list': 'people',
  'views.create': 'people',
  'views.get': 'people',
  'views.change': 'people',
  'views.delete': 'people',
  'leases.list': 'people',
  'leases.create': 'people',
  'leases.get': 'people',
  'leases.renew': 'people',
  'leases.release': 'people',
  'connectors.list': 'admins, admin',
  'connectors.kinds': 'admins, admin',
  'connectors.create': 'admins, admin',
  'connectors.testNew': 'admins, admin',
  'connectors.previewNew': 'admins, admin',
  'connectors.sampleNew': 'admins, admin',
  'connectors.mapSample': 'admins, admin',
  'connectors.get': 'admins, admin',
  'connectors.change': 'admins, admin',
  'connectors.delete': 'admins, admin',
  'connectors.test': 'admins, admin',
  'connectors.preview': 'admins, admin',
  'connectors.sample': 'admins, admin',
  'connectors.run': 'admins, admin',
  'connectors.runs': 'admins, admin',
  'connectors.confirm': 'admins, admin',
  'connectors.cancel': 'admins, admin',
  'connectors.people': 'admins, admin',
  'connectors.renewEventSecret': 'admins, admin',
  'connectors.events': 'public',
  'audit.list': 'admins, admin',
  'reviews.list': 'managers, admin',
  'reviews.settings': 'managers, admin',
  'reviews.configure': 'managers, admin',
  'reviews.decide': 'managers, admin',
  'insights.get': 'managers, admin',
};

const ROLES = { people: EVERYBODY, managers: MANAGERS, admins: ADMINS };

describe('the authorisation matrix', () => {
  it('names every endpoint', () => {
    expect(Object.keys(ENDPOINTS).filter((name) => MATRIX[name] === undefined)).toEqual([]);
    expect(Object.keys(MATRIX).filter((name) => !Object.hasOwn(ENDPOINTS, name))).toEqual([]);
  });

  it.each(Object.entries<Endpoint>(ENDPOINTS))('agrees with %s', (name, { access }) => {
    const [roles = '', scope = null] = MATRIX[name]?.split(', ') ?? [];
    expect(access).toEqual(roles === 'public' ? 'public' : { roles: ROLES[roles as keyof typeof ROLES], scope });
  });
});

describe('what is one’s own and what is others’', () => {
  let server: TestApp;
  const tokens: Record<string, string> = {};
  const names: Record<string, string> = {};
  const call = (method: string, path: string, token: string, body?: unknown) =>
    server.call(method, `/api/v1${path}`, { token, ...(body === undefined ? {} : { body }) });

  beforeAll(async () => {
    server = await openTestApp();
    for (const [name, role] of [
      ['ann', 'operator'],
      ['bob', 'operator'],
      ['mo', 'manager'],
      ['zoe', 'admin'],
    ] as const) {
      const { id, token } = await server.person(name, role);
      Object.assign(tokens, { [name]: token });
      Object.assign(names, { [name]: id });
    }
    const condition = { rules: [{ field: 'fields.team', operator: '=', value: 'all' }] };
    await server.call('POST', '/api/v1/queues', { body: { id: 'all', name: 'All', condition } });
    for (const [uid, team] of [
      ['free', 'all'],
      ['hidden', 'none'],
      ['spare', 'all'],
      ['last', 'all'],
    ])
      await server.call('PATCH', '/api/v1/tasks', { body: { uid, fields: { team } } });
    for (const name of ['ann', 'bob']) {
      const token = tokens[name] ?? '';
      for (const uid of [`${name}-task`, `${name}-more`]) {
        await server.call('PATCH', '/api/v1/tasks', { body: { uid, fields: { team: 'all' } } });
        await call('POST', `/tasks/${uid}/claim`, token, {});
      }
      await call('POST', '/views', token, { id: `${name}-view`, name });
      const { items } = (await call('GET', '/sessions', token)).body;
      const { lease } = (await call('POST', '/leases', token, { queue_uid: 'all', count: 1 })).body;
      Object.assign(names, { [`${name}-session`]: items[0].id, [`${name}-lease`]: lease.id });
      await call('POST', '/sync/operations', token, pushOf(`${name}-device`));
    }
    await call('POST', '/views', tokens.mo ?? '', { id: 'shared-view', name: 'Shared', shared: true });
  });
  afterAll(() => server.close());

  function pushOf(deviceId: string) {
    const operation = {
      opId: `019a0000-0000-7000-8000-${Buffer.from(deviceId.padEnd(6).slice(0, 6)).toString('hex')}`,
      deviceId,
      deviceSeq: 1,
    };
    return {
      deviceId,
      operations: [{ ...operation, taskId: 'none', action: 'comment', baseVersion: 1, at: '2026-03-01T09:00:00Z', payload: { text: 'x' } }],
    };
  }

  /** `X` stands for ann in the first column of answers and for bob in the others; the answers are those to ann, ann, mo and zoe. */
  it.each([
    ['tasks.get', 'GET', '/tasks/X-task', undefined, [200, 200, 200, 200]],
    ['tasks.history', 'GET', '/tasks/X-task/history', undefined, [200, 200, 200, 200]],
    ['tasks.comment', 'POST', '/tasks/X-task/comments', { text: 'x' }, [200, 200, 200, 200]],
    ['tasks.start', 'POST', '/tasks/X-more/start', {}, [200, 409, 200, 409]],
    ['tasks.pause', 'POST', '/tasks/X-more/pause', {}, [200, 409, 200, 409]],
    ['tasks.claim', 'POST', '/tasks/X-task/claim', {}, [409, 409, 409, 409]],
    ['tasks.unassign', 'POST', '/tasks/X-more/unassign', {}, [200, 409, 200, 409]],
    ['tasks.upsertOne', 'PATCH', '/tasks/X-task', { fields: { n: 1 } }, [403, 403, 200, 200]],
    ['tasks.delete', 'DELETE', '/tasks/X-more', undefined, [403, 403, 204, 404]],
    ['sync.presence', 'PUT', '/sync/presence', { deviceId: 'd', taskId: 'X-task' }, [204, 204, 204, 204]],
    ['sync.push', 'POST', '/sync/operations', 'X-device', [200, 403, 403, 403]],
    ['sessions.list', 'GET', '/sessions?user_id=X', undefined, [200, 403, 403, 200]],
    ['views.get', 'GET', '/views/X-view', undefined, [200, 404, 404, 404]],
    ['views.change', 'PATCH', '/views/X-view', { name: 'y' }, [200, 404, 404, 404]],
    ['views.delete', 'DELETE', '/views/X-view', undefined, [204, 404, 404, 404]],
    ['leases.get', 'GET', '/leases/X-lease', undefined, [200, 200, 200, 200]],
    ['leases.renew', 'POST', '/leases/X-lease/renew', {}, [200, 403, 403, 403]],
    ['leases.release', 'DELETE', '/leases/X-lease', undefined, [204, 403, 204, 404]],
    ['users.get', 'GET', '/users/X', undefined, [403, 403, 403, 200]],
    ['users.change', 'PATCH', '/users/X', { name: 'y' }, [403, 403, 403, 200]],
    ['audit.list', 'GET', '/audit?actor=X', undefined, [403, 403, 403, 200]],
  ] as const)('%s', async (_name, method, path, body, expected) => {
    const answers: number[] = [];
    for (const [caller, whose] of [
      ['ann', 'ann'],
      ['ann', 'bob'],
      ['mo', 'bob'],
      ['zoe', 'bob'],
    ]) {
      // In one go: ids are drawn at random, and may hold anything.
      const fill = (text: string) =>
        text.replace(/X(-session|-lease|$)|X/, (part, kind) => (kind === undefined ? (whose ?? '') : (names[`${whose}${kind}`] ?? part)));
      const sent = body === undefined ? undefined : typeof body === 'string' ? pushOf(fill(body)) : JSON.parse(fill(JSON.stringify(body)));
      answers.push((await call(method, fill(path), tokens[caller ?? ''] ?? '', sent)).status);
    }
    expect(answers).toEqual(expected);
  });

  it('tasks of queues that one may not work are not there for operators', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/history'],
      ['GET', '/routing'],
      ['POST', '/claim'],
      ['POST', '/comments'],
    ] as const) {
      const body = method === 'POST' ? (path === '/comments' ? { text: 'x' } : {}) : undefined;
      const statuses = [];
      for (const name of ['ann', 'mo']) statuses.push((await call(method, `/tasks/hidden${path}`, tokens[name] ?? '', body)).status);
      expect([path, ...statuses]).toEqual([path, 404, 200]);
    }
  });

  it('shared views are seen by all and changed by managers', async () => {
    const change = (name: string) => call('PATCH', '/views/shared-view', tokens[name] ?? '', { name: `by ${name}` });
    expect((await call('GET', '/views/shared-view', tokens.ann ?? '')).status).toBe(200);
    expect([(await change('ann')).status, (await change('zoe')).status, (await change('mo')).status]).toEqual([403, 200, 200]);
  });

  it('nobody but managers gives tasks to others', async () => {
    const give = (name: string) => call('POST', '/tasks/last/assign', tokens[name] ?? '', { assignee_uid: names.bob });
    const next = (name: string) => call('POST', '/queues/all/next', tokens[name] ?? '', { assignee_uid: names.bob });
    expect([(await give('ann')).status, (await next('ann')).status]).toEqual([403, 403]);
    expect((await give('mo')).status).toBe(200);
  });

  it('sessions end by whose they are, and by admins', async () => {
    const end = (name: string, whose: string) => call('DELETE', `/sessions/${names[`${whose}-session`]}`, tokens[name] ?? '');
    expect([(await end('ann', 'bob')).status, (await end('mo', 'bob')).status, (await end('zoe', 'bob')).status]).toEqual([404, 404, 204]);
    expect((await end('ann', 'ann')).status).toBe(204);
  });
});
