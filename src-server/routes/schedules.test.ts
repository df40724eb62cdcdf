import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';

let app: TestApp;

beforeEach(async () => {
  app = await openTestApp();
});

afterEach(async () => {
  expect(app.failures).toEqual([]);
  await app.close();
});

const NINE_TO_FIVE = [{ start: '09:00', end: '17:00' }];
const CLOSED = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
const OFFICE = { id: 'office', name: 'Office', time_zone: 'Europe/Berlin', week: { monday: NINE_TO_FIVE } };

describe('schedules', () => {
  it('are made with what they leave out as closed, listed by name in pages, changed and removed', async () => {
    const office = await call('POST', '/schedules', OFFICE);
    expect([office.status, office.body]).toEqual([200, { ...OFFICE, week: { ...CLOSED, monday: NINE_TO_FIVE }, holidays: [] }]);
    const night = await call('POST', '/schedules', { name: 'Night', time_zone: 'Asia/Kolkata' });
    expect(night.body).toMatchObject({ id: expect.stringMatching(/^schedule_/), week: CLOSED });

    const first = (await call('GET', '/schedules?limit=1')).body;
    expect(first).toMatchObject({ items: [{ name: 'Night' }], meta: { has_more: true } });
    const second = (await call('GET', `/schedules?limit=1&cursor=${first.meta.next_cursor}`)).body;
    expect(second).toMatchObject({ items: [{ name: 'Office' }], meta: { has_more: false, next_cursor: null } });
    expect((await call('GET', '/schedules?cursor=x')).status).toBe(422);

    const holidays = [{ date: '2026-12-24', name: 'Christmas Eve', hours: [{ start: '09:00', end: '12:00' }] }];
    const changed = await call('PATCH', '/schedules/office', { holidays, expected: { holidays: [] } });
    expect(changed.body).toEqual({ ...office.body, holidays });
    const late = await call('PATCH', '/schedules/office', { holidays: [], expected: { holidays: [] } });
    expect([late.status, late.body.error.message]).toEqual([412, 'The schedule Office was changed meanwhile: holidays.']);
    expect((await call('GET', '/schedules/office')).body).toEqual(changed.body);

    expect((await call('DELETE', '/schedules/office')).status).toBe(204);
    expect((await call('GET', '/schedules/office')).status).toBe(404);
    expect((await call('PATCH', '/schedules/office', { name: 'X' })).status).toBe(404);
  });

  it('are refused with everything that is wrong, and where', async () => {
    const week = { monday: [{ start: '17:00', end: '09:00' }] };
    const refused = await call('POST', '/schedules', { ...OFFICE, week, time_zone: 'Mars/Olympus' });
    expect(refused.status).toBe(422);
    expect(refused.body.error.details.issues.map(({ path }: { path: string }) => path)).toEqual(['body.time_zone', 'body.week.monday.0']);
    expect((await call('POST', '/schedules', { ...OFFICE, week: { monday: [{ start: '9:00', end: '17:00' }] } })).status).toBe(422);
    await call('POST', '/schedules', OFFICE);
    expect((await call('POST', '/schedules', OFFICE)).status).toBe(409);
  });

  it('stay while a queue goes by them, and the refusal names it', async () => {
    await call('POST', '/schedules', OFFICE);
    expect((await call('POST', '/queues', { id: 'kyc', name: 'KYC', schedule_uid: 'nowhere' })).status).toBe(422);
    const queue = await call('POST', '/queues', { id: 'kyc', name: 'KYC', schedule_uid: 'office', target_minutes: 240 });
    expect(queue.body).toMatchObject({ schedule_uid: 'office', target_minutes: 240 });
    const refused = await call('DELETE', '/schedules/office');
    expect([refused.status, refused.body.error.message]).toEqual([409, 'Queues go by this schedule: KYC.']);
    expect(refused.body.error.details).toEqual({ queue_uids: ['kyc'] });

    await call('PATCH', '/queues/kyc', { schedule_uid: null });
    expect((await call('DELETE', '/schedules/office')).status).toBe(204);
    expect((await call('GET', '/queues/kyc')).body).toMatchObject({ schedule_uid: null, target_minutes: 240 });
  });

  it('say when tasks are due that come without a date, and whose date it is', async () => {
    await call('POST', '/schedules', OFFICE);
    await call('POST', '/queues', { id: 'kyc', name: 'KYC', schedule_uid: 'office', target_minutes: 540 });
    // A Monday evening in November: an hour is left of that day, and the next Monday opens at nine.
    const made = await call('PATCH', '/tasks', { uid: 'a', created_at: '2026-11-16T15:00:00Z', fields: { title: 'A' } });
    expect(made.body).toMatchObject({ due_at: '2026-11-23T16:00:00.000000+00:00', due_target_minutes: 540 });
    expect((await call('GET', '/tasks/a')).body).toEqual(made.body);
    expect((await call('GET', '/tasks')).body.items).toEqual([made.body]);
    expect((await call('GET', '/tasks/a?dialect=legacy')).body).not.toHaveProperty('due_target_minutes');

    const back = await call('PUT', '/tasks/a', made.body);
    expect([back.headers['docket-result'], back.body.version]).toEqual(['unchanged', 1]);
    const moved = await call('PATCH', '/tasks/a', { due_at: '2026-12-01T12:00:00Z' });
    expect(moved.body).toMatchObject({ due_at: '2026-12-01T12:00:00.000000+00:00' });
    expect(moved.body).not.toHaveProperty('due_target_minutes');
    const { items } = (await call('GET', '/tasks/a/history')).body;
    expect(JSON.stringify(items)).toContain('"due_target_minutes":null');
    const own = await call('PATCH', '/tasks', { uid: 'b', due_at: '2026-12-01T12:00:00Z' });
    expect(own.body).not.toHaveProperty('due_target_minutes');
  });

  it('count for tasks that come from now on, and for open ones when somebody asks for it', async () => {
    await call('POST', '/schedules', { ...OFFICE, time_zone: 'UTC' });
    await call('POST', '/queues', {
      id: 'kyc',
      name: 'KYC',
      priority: 1,
      condition: isFor('kyc'),
      schedule_uid: 'office',
      target_minutes: 60,
    });
    await call('POST', '/queues', { id: 'rest', name: 'The rest', priority: 2, schedule_uid: 'office' });
    const created_at = '2026-11-16T09:00:00Z';
    for (const uid of ['a', 'own', 'done', 'bare']) {
      const due = uid === 'own' ? { due_at: '2026-12-01T12:00:00Z' } : {};
      await call('PATCH', '/tasks', { uid, created_at, ...due, fields: { for: uid === 'bare' ? 'rest' : 'kyc' } });
    }
    await call('PATCH', '/tasks', { uid: 'done', status: 'DONE' });
    await call('PATCH', '/schedules/office', { week: { monday: [{ start: '12:00', end: '18:00' }] } });
    await call('PATCH', '/queues/rest', { target_minutes: 120 });
    const dueAt = async (uid: string) => (await call('GET', `/tasks/${uid}`)).body.due_at.slice(0, 16);
    expect([await dueAt('a'), await dueAt('bare')]).toEqual(['2026-11-16T10:00', '2026-11-16T09:00']);

    expect((await call('POST', '/queues/kyc/due-dates')).body).toMatchObject({ running: true, done: 0 });
    await settled();
    expect([await dueAt('a'), await dueAt('bare')]).toEqual(['2026-11-16T13:00', '2026-11-16T09:00']);
    await call('POST', '/schedules/office/due-dates');
    await settled();
    expect([await dueAt('a'), await dueAt('bare')]).toEqual(['2026-11-16T13:00', '2026-11-16T14:00']);
    expect([await dueAt('own'), await dueAt('done')]).toEqual(['2026-12-01T12:00', '2026-11-16T10:00']);
    expect((await call('GET', '/tasks/a')).body.version).toBe(2);
    expect((await call('POST', '/queues/none/due-dates')).status).toBe(404);
  });

  it('come to consoles with the workspace', async () => {
    const { token } = await app.person('ada', 'operator');
    await call('POST', '/schedules', OFFICE);
    const headers = { 'docket-protocol': '1' };
    const { body } = await app.call('GET', '/api/v1/sync/workspace', { token, headers });
    expect(body.schedules).toMatchObject([{ id: 'office', week: { monday: NINE_TO_FIVE } }]);
  });
});

const isFor = (value: string) => ({ combinator: 'and', rules: [{ field: 'fields.for', operator: '=', value }] });

async function settled(): Promise<void> {
  await vi.waitFor(async () => expect((await call('GET', '/schedules/due-dates')).body.running).toBe(false), { timeout: 20_000 });
}

function call(method: string, path: string, body?: unknown) {
  return app.call(method, `/api/v1${path}`, body === undefined ? {} : { body });
}
