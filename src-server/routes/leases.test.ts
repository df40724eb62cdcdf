import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';
import { createMaintenance } from '../maintenance/create-maintenance.ts';
import { maintenanceJobs } from '../maintenance/maintenance-jobs.ts';

describe('leases', () => {
  let server: TestApp;
  let olga: { id: string; token: string };
  let paul: { id: string; token: string };
  let mo: { id: string; token: string };
  beforeEach(async () => {
    server = await openTestApp();
    [olga, paul, mo] = [await server.person('olga'), await server.person('paul'), await server.person('mo', 'manager')];
    for (const [id, skills] of [
      ['refunds', []],
      ['police', ['police']],
    ] as const) {
      await call('POST', '/queues', { id, name: id, skills, condition: { rules: [{ field: 'fields.team', operator: '=', value: id }] } });
    }
    const due = (index: number) => `2026-04-0${index + 1}T00:00:00Z`;
    const items = [0, 1, 2, 3, 4].map((index) => ({ uid: `t${index}`, due_at: due(index), fields: { team: 'refunds' } }));
    await call('POST', '/tasks/batch', { items });
  });
  afterEach(async () => {
    expect(server.failures).toEqual([]);
    await server.close();
  });

  const call = (method: string, path: string, body?: unknown, token?: string) =>
    server.call(method, `/api/v1${path}`, { ...(token === undefined ? {} : { token }), ...(body === undefined ? {} : { body }) });
  const take = (count: number, token = olga.token, extras = {}) =>
    call('POST', '/leases', { queue_uid: 'refunds', count, ...extras }, token);
  const list = async (token: string) => (await call('GET', '/leases', undefined, token)).body.items;
  const task = async (uid: string) => (await call('GET', `/tasks/${uid}`)).body;
  const statuses = async (...uids: string[]) => Promise.all(uids.map(async (uid) => (await task(uid)).status));
  const uidsOf = (tasks: { uid: string }[]) => tasks.map(({ uid }) => uid);
  /** What the server does by itself every few seconds. */
  const runJobs = () => {
    const { dependencies, failures } = server;
    const jobs = maintenanceJobs({ ...dependencies, doneRetentionDays: 0 });
    return createMaintenance({ ...dependencies, jobs, onError: (error) => failures.push(error), pauseMs: 0 }).runDue();
  };

  it('claim the most urgent tasks for one person, and for nobody else', async () => {
    const { status, body } = await take(3);
    expect([status, uidsOf(body.tasks)]).toEqual([200, ['t0', 't1', 't2']]);
    expect(body.tasks[0]).toMatchObject({ status: 'ASSIGNED', assignee_uid: olga.id, queue_uid: 'refunds' });
    expect(body.lease).toMatchObject({ user_uid: olga.id, queue_uid: 'refunds', task_uids: ['t0', 't1', 't2'] });
    expect(Date.parse(body.lease.expires_at) - Date.parse(body.lease.created_at)).toBe(8 * 3_600_000);
    expect((await call('POST', '/queues/refunds/next', {}, paul.token)).body.uid).toBe('t3');
    expect((await call('POST', '/tasks/t0/claim', {}, paul.token)).body.error.code).toBe('held');
    expect(uidsOf((await take(5, paul.token)).body.tasks)).toEqual(['t4']);
    expect((await take(5, paul.token)).status).toBe(204);
  });

  it('never give two people the same task', async () => {
    const answers = await Promise.all([take(2), take(2, paul.token), take(2, mo.token)]);
    const taken = answers.flatMap(({ body }) => uidsOf(body.tasks));
    expect(taken.toSorted()).toEqual(['t0', 't1', 't2', 't3', 't4']);
  });

  it('are shown to those who may work the queue, in their workspace too', async () => {
    const { lease } = (await take(2)).body;
    for (const { token } of [olga, paul, mo]) expect(await list(token)).toEqual([lease]);
    const { body } = await call('GET', '/sync/workspace', undefined, paul.token);
    expect(body.leases).toEqual([lease]);
    const max = await server.person('max', 'operator', ['police']);
    await call('PATCH', '/queues/refunds', { skills: ['german'] });
    expect(await list(max.token)).toEqual([]);
    expect((await call('GET', `/leases/${lease.id}`, undefined, max.token)).status).toBe(404);
    expect(await list(olga.token)).toEqual([lease]);
    expect((await call('POST', '/leases', { queue_uid: 'refunds', count: 1 }, max.token)).status).toBe(204);
  });

  it('end by themselves: what was not begun is for everybody again, what was begun stays', async () => {
    const { lease } = (await take(4)).body;
    await call('POST', '/tasks/t0/start', {}, olga.token);
    await call('POST', '/tasks/t1/start', {}, olga.token);
    await call('POST', '/tasks/t1/pause', {}, olga.token);
    await call('POST', '/tasks/t2/start', {}, olga.token);
    await call('POST', '/tasks/t2/complete', {}, olga.token);
    await runJobs();
    expect((await list(olga.token))[0].task_uids).toEqual(['t0', 't1', 't3']);
    server.clock.advanceSeconds(8 * 3_600);
    await runJobs();
    expect(await statuses('t0', 't1', 't2', 't3')).toEqual(['STARTED', 'ASSIGNED', 'DONE', 'TODO']);
    expect([await list(olga.token), (await call('GET', `/leases/${lease.id}`, undefined, olga.token)).status]).toEqual([[], 404]);
    const { items } = (await call('GET', '/tasks/t3/history')).body;
    expect(items.at(-1)).toMatchObject({ step: 'unassign', actor: { kind: 'system', name: 'Lease' } });
    expect((await call('POST', '/queues/refunds/next', {}, paul.token)).body.uid).toBe('t3');
  });

  it('leave alone what was given away and taken again without them', async () => {
    await take(2);
    await call('POST', '/tasks/t0/unassign', {}, olga.token);
    await call('POST', '/tasks/t0/claim', {}, olga.token);
    await call('POST', '/tasks/t1/assign', { assignee_uid: paul.id }, mo.token);
    server.clock.advanceSeconds(8 * 3_600);
    await runJobs();
    expect([(await task('t0')).assignee_uid, (await task('t1')).assignee_uid]).toEqual([olga.id, paul.id]);
  });

  it('are renewed by whose they are, while they last', async () => {
    const { lease } = (await take(1, olga.token, { expires_in_seconds: 60 })).body;
    server.clock.advanceSeconds(50);
    expect((await call('POST', `/leases/${lease.id}/renew`, {}, paul.token)).status).toBe(403);
    const renewed = await call('POST', `/leases/${lease.id}/renew`, { expires_in_seconds: 120 }, olga.token);
    expect(renewed.body.expires_at > lease.expires_at).toBe(true);
    server.clock.advanceSeconds(60);
    await runJobs();
    expect(await statuses('t0')).toEqual(['ASSIGNED']);
    server.clock.advanceSeconds(60);
    expect((await call('POST', `/leases/${lease.id}/renew`, undefined, olga.token)).status).toBe(404);
    await runJobs();
    expect(await statuses('t0')).toEqual(['TODO']);
  });

  it('are released early by whose they are, or by a manager', async () => {
    const [first, second] = [(await take(1)).body.lease, (await take(1)).body.lease];
    expect((await call('DELETE', `/leases/${first.id}`, undefined, paul.token)).status).toBe(403);
    expect((await call('DELETE', `/leases/${first.id}`, undefined, olga.token)).status).toBe(204);
    expect((await call('DELETE', `/leases/${first.id}`, undefined, olga.token)).status).toBe(404);
    expect(await statuses('t0', 't1')).toEqual(['TODO', 'ASSIGNED']);
    expect((await call('DELETE', `/leases/${second.id}`, undefined, mo.token)).status).toBe(204);
    expect(await statuses('t0', 't1')).toEqual(['TODO', 'TODO']);
    const { items } = (await call('GET', '/audit?limit=3')).body;
    expect(items.map(({ action }: { action: string }) => action)).toContain('leases.release');
  });

  it('let work done offline come in late, as long as nobody else was quicker', async () => {
    await take(2);
    server.clock.advanceSeconds(9 * 3_600);
    await runJobs();
    await call('POST', '/tasks/t1/claim', {}, paul.token);
    const operation = (deviceSeq: number, taskId: string, action: string) => ({
      ...{ opId: `019a0000-0000-7000-8000-00000000000${deviceSeq}`, deviceId: 'laptop', deviceSeq, taskId, action, payload: {} },
      ...{ baseVersion: 2, at: '2026-03-01T10:00:00Z' },
    });
    const operations = [
      operation(1, 't0', 'start'),
      operation(2, 't0', 'complete'),
      operation(3, 't1', 'start'),
      operation(4, 't1', 'complete'),
    ];
    const { body } = await call('POST', '/sync/operations', { deviceId: 'laptop', operations }, olga.token);
    expect(body.results.map(({ result, reason }: { result: string; reason?: string }) => reason ?? result)).toEqual([
      'applied',
      'applied',
      'held',
      'depends_on_rejected',
    ]);
  });

  it('send the events of every status that they change', async () => {
    await call('POST', '/hooks', { id: 'hook', url: 'http://127.0.0.1:9/', scope: 'all', events: ['task.assigned', 'task.unassigned'] });
    const { lease } = (await take(1)).body;
    await call('DELETE', `/leases/${lease.id}`, undefined, olga.token);
    const { items } = (await call('GET', '/hooks/hook/deliveries')).body;
    expect(items.map(({ type }: { type: string }) => type).toSorted()).toEqual(['task.assigned', 'task.unassigned']);
  });

  it('are taken once under an Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'once' };
    const body = { queue_uid: 'refunds', count: 2 };
    const answers = await Promise.all([1, 2].map(() => server.call('POST', '/api/v1/leases', { token: olga.token, headers, body })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await list(olga.token)).toHaveLength(1);
  });

  it('have limits, and are for people', async () => {
    expect((await take(101)).status).toBe(422);
    expect((await take(0)).status).toBe(422);
    expect((await take(1, olga.token, { expires_in_seconds: 1 })).status).toBe(422);
    expect((await call('POST', '/leases', { queue_uid: 'nowhere', count: 1 }, olga.token)).status).toBe(404);
    expect((await call('POST', '/leases', { queue_uid: 'refunds', count: 1 })).status).toBe(403);
    expect((await call('POST', '/leases', { queue_uid: 'police', count: 1 }, olga.token)).status).toBe(204);
    const many = Array.from({ length: 320 }, (_, index) => ({ uid: `m${index}`, fields: { team: 'refunds' } }));
    await call('POST', '/tasks/batch', { items: many });
    for (let times = 0; times < 3; times += 1) expect((await take(100)).body.tasks).toHaveLength(100);
    expect((await take(1)).body.error.code).toBe('conflict');
  });
});
