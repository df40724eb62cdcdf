import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InsightQuery, Insights } from '../../src-shared/http/insight-endpoints.ts';
import { officeHours } from '../../src-shared/schedule/schedule-fixture.ts';
import type { TaskAction } from '../../src-shared/task/action.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import { saveQueue } from '../queues/queue-rows.ts';
import { saveSchedule } from '../schedules/schedule-rows.ts';
import { createAction, type Engine, openEngine, testQueue } from '../sync/engine-fixture.ts';
import { readInsights } from './read-insights.ts';

const WEEK: InsightQuery = { since: '2026-03-02', until: '2026-03-08', time_zone: 'Europe/Berlin' };

let engine: Engine;
beforeEach(async () => {
  engine = await openEngine();
});
afterEach(() => engine.remove());

const micros = (moment: string) => Date.parse(moment) * 1_000;

/** `2 09:30`: on the 2nd of March, in UTC. */
async function at(moment: string, uid: string, action: TaskAction): Promise<void> {
  const [day = '', time = ''] = moment.split(' ');
  engine.clock.micros = micros(`2026-03-${day.padStart(2, '0')}T${time}:00Z`);
  const written = await engine.write(uid, action);
  if (!written.ok) throw new Error(written.refusal.message);
}

function create(uid: string, queue: string | null, due?: string): TaskAction {
  const action = createAction(uid, queue);
  if (action.type !== 'create' || due === undefined) return action;
  return { ...action, patch: { ...action.patch, dueAt: formatTimestamp(micros(due)) } };
}

const claim = (assigneeUid: string): TaskAction => ({ type: 'claim', assigneeUid });

/** Four tasks, in two queues and in none, by two people, over a week. */
async function work(): Promise<void> {
  await at('1 22:30', 'early', create('early', 'refunds', '2026-03-02T12:00:00Z'));
  await at('2 09:00', 'a', create('a', 'refunds', '2026-03-02T10:00:00Z'));
  await at('2 09:10', 'a', claim('ann'));
  await at('2 09:20', 'a', { type: 'start' });
  await at('2 09:30', 'a', { type: 'pause' });
  await at('2 11:00', 'a', { type: 'start' });
  await at('2 11:05', 'a', { type: 'complete' });
  await at('3 08:00', 'b', create('b', 'letters', '2026-03-20T12:00:00Z'));
  await at('3 23:30', 'b', claim('bob'));
  await at('3 23:40', 'b', { type: 'start' });
  await at('4 00:40', 'b', { type: 'complete' });
  await at('4 09:00', 'b', { type: 'reopen' });
  await at('4 10:00', 'c', create('c', null));
  await at('4 11:00', 'c', { type: 'upsert', patch: { status: 'DONE' } });
  await at('5 09:00', 'early', claim('ann'));
  await at('5 10:00', 'early', { type: 'start' });
}

function read(query: Partial<InsightQuery> = {}, now = '2026-03-06T12:00:00Z'): Promise<Insights> {
  return engine.database.read((sql) => readInsights(sql, { ...WEEK, ...query, nowMicros: micros(now) }));
}

const column = (insights: Insights, name: 'arrivals' | 'completed' | 'closed' | 'breaches') =>
  insights.buckets.map((bucket) => bucket[name]);

describe('what happened', () => {
  beforeEach(work);

  it('is counted by days of the time zone', async () => {
    const insights = await read();
    expect(insights).toMatchObject({ unit: 'day', time_zone: 'Europe/Berlin' });
    expect(insights.buckets[0]).toMatchObject({ start: '2026-03-01T23:00:00.000000+00:00', end: '2026-03-02T23:00:00.000000+00:00' });
    expect(column(insights, 'arrivals')).toEqual([1, 1, 2, 0, 0, 0, 0]);
    expect(column(insights, 'completed')).toEqual([1, 0, 1, 0, 0, 0, 0]);
    expect(column(insights, 'closed')).toEqual([0, 0, 1, 0, 0, 0, 0]);
    expect(insights.totals).toMatchObject({ arrivals: 4, completed: 2, closed: 1 });
    // What came late on Sunday in UTC came on Sunday in Berlin too; by the clocks of Tokyo it was Monday.
    expect(column(await read({ time_zone: 'Asia/Tokyo' }), 'arrivals')).toEqual([2, 1, 2, 0, 0, 0, 0]);
    expect(column(await read({ since: '2026-03-01', time_zone: 'UTC' }), 'arrivals')).toEqual([1, 1, 1, 2, 0, 0, 0, 0]);
  });

  it('took so long: without pauses, and from before the range too', async () => {
    const { totals, buckets } = await read();
    expect(totals.handle).toEqual({ count: 2, mean: (900 + 3_600) / 2, median: 2_250, p90: 3_600 });
    expect(buckets[0]?.handle).toMatchObject({ count: 1, median: 900 });
    // a: 20 min; b: 15 h 40 min; early: 3 days 11 h 30 min. The second start of a is no first one.
    expect(totals.waiting).toMatchObject({ count: 3, median: 15 * 3_600 + 40 * 60 });
    expect((await read({ since: '2026-03-05' })).totals.waiting).toMatchObject({ count: 1, median: 83 * 3_600 + 30 * 60 });
    expect((await read({ since: '2026-03-04' })).totals.handle).toMatchObject({ count: 1, median: 3_600 });
  });

  it('is told by queue and by person', async () => {
    const { queues, people } = await read();
    const byQueue = Object.fromEntries(queues.map((row) => [String(row.queue_uid), row]));
    expect(byQueue.refunds).toMatchObject({ arrivals: 1, completed: 1, closed: 0, open: 1, overdue: 1, breaches: 2 });
    expect(byQueue.letters).toMatchObject({ arrivals: 2, completed: 1, open: 1, overdue: 0 });
    expect(byQueue.null).toMatchObject({ arrivals: 1, completed: 0, closed: 1, open: 0 });
    expect(people.map(({ user_uid, completed, open }) => [user_uid, completed, open]).sort()).toEqual([
      ['ann', 1, 1],
      ['bob', 1, 0],
    ]);
  });

  it('is told of one queue alone, or of one person, whose arrivals are what they were given', async () => {
    expect((await read({ queue_uid: 'letters' })).totals).toMatchObject({ arrivals: 2, completed: 1, closed: 0, breaches: 0 });
    const ofAnn = await read({ person_uid: 'ann' });
    expect(column(ofAnn, 'arrivals')).toEqual([1, 0, 0, 1, 0, 0, 0]);
    expect(ofAnn).toMatchObject({ totals: { completed: 1, breaches: 2 }, backlog: { open: 1, overdue: 1 } });
  });
});

describe('due dates', () => {
  beforeEach(work);

  it('that passed are counted on their day, whether the task is open or was done late, even after the range', async () => {
    const insights = await read();
    expect(column(insights, 'breaches')).toEqual([2, 0, 0, 0, 0, 0, 0]);
    expect(insights.backlog.overdue).toBe(1);
    await at('9 09:00', 'early', { type: 'complete' });
    expect(column(await read({}, '2026-03-10T12:00:00Z'), 'breaches')).toEqual([2, 0, 0, 0, 0, 0, 0]);
    await at('9 10:00', 'early', { type: 'reopen' });
    expect(column(await read({}, '2026-03-10T12:00:00Z'), 'breaches')).toEqual([2, 0, 0, 0, 0, 0, 0]);
  });

  it('that come are forecast by day, but for tasks that were due when they were created', async () => {
    await at('6 11:00', 'd', create('d', 'refunds', '2026-03-06T22:59:00Z'));
    await at('6 11:00', 'e', create('e', 'refunds', '2026-03-06T23:01:00Z'));
    await at('6 11:00', 'f', create('f', 'refunds'));
    const { forecast } = await read();
    expect(forecast.map(({ breaches }) => breaches)).toEqual([1, 1, 0, 0, 0, 0, 0]);
    expect(forecast[0]).toMatchObject({ start: '2026-03-06T12:00:00.000000+00:00', end: '2026-03-06T23:00:00.000000+00:00' });
  });
});

describe('the backlog', () => {
  it('is counted by age and status', async () => {
    await work();
    const { backlog } = await read();
    expect(backlog).toMatchObject({ open: 2, overdue: 1 });
    expect(backlog.ages.filter(({ TODO, STARTED }) => TODO + STARTED > 0)).toEqual([
      { up_to_seconds: 7 * 86_400, TODO: 1, ASSIGNED: 0, STARTED: 1 },
    ]);
  });

  it('of a server without tasks is empty, and nothing fails', async () => {
    const insights = await read();
    expect(insights).toMatchObject({
      totals: { arrivals: 0, handle: { count: 0, median: null } },
      queues: [],
      people: [],
      backlog: { open: 0 },
    });
    expect(insights.buckets).toHaveLength(7);
  });
});

it('stops when its time is over', async () => {
  await work();
  const late = () => {
    throw new Error('too long');
  };
  await expect(
    engine.database.read((sql) => readInsights(sql, { ...WEEK, nowMicros: micros('2026-03-06T12:00:00Z') }, late)),
  ).rejects.toThrow('too long');
});

describe('in working hours', () => {
  beforeEach(async () => {
    await engine.database.write(async (sql) => {
      await saveSchedule(sql, officeHours(), 1);
      await saveQueue(sql, { ...testQueue('refunds'), schedule_uid: 'office' }, 1);
      await saveQueue(sql, testQueue('letters'), 1);
    });
  });

  it('handle and waiting time are what the schedule of the queue has of them; a queue without one works around the clock', async () => {
    await work();
    const { hours, queues, totals } = await read({ hours: 'working' });
    expect([hours, (await read()).hours]).toEqual(['working', 'clock']);
    // From Monday at nine to Thursday at eleven in Berlin.
    const waitingOfEarly = (3 * 8 + 2) * 3_600;
    expect(queues.find(({ queue_uid }) => queue_uid === 'refunds')?.waiting).toMatchObject({
      count: 2,
      median: expect.closeTo((1_200 + waitingOfEarly) / 2, 1),
    });
    expect(queues.find(({ queue_uid }) => queue_uid === 'letters')?.handle).toMatchObject({ count: 1, median: 3_600 });
    expect(totals.handle).toEqual((await read()).totals.handle);
  });

  it('what is due while a queue is closed has to be done before it closes', async () => {
    await at('6 08:00', 'sunday', create('sunday', 'refunds', '2026-03-08T10:00:00Z'));
    await at('6 08:00', 'opening', create('opening', 'refunds', '2026-03-09T07:30:00Z'));
    await at('6 08:00', 'monday', create('monday', 'refunds', '2026-03-09T08:30:00Z'));
    await at('6 08:00', 'letter', create('letter', 'letters', '2026-03-08T10:00:00Z'));
    const breaches = async (hours: 'clock' | 'working') => (await read({ hours })).forecast.map((day) => day.breaches);
    expect(await breaches('clock')).toEqual([0, 0, 2, 2, 0, 0, 0]);
    expect(await breaches('working')).toEqual([2, 0, 1, 1, 0, 0, 0]);
    expect((await read({ hours: 'working', queue_uid: 'refunds' })).forecast.map((day) => day.breaches)).toEqual([2, 0, 0, 1, 0, 0, 0]);
  });
});
