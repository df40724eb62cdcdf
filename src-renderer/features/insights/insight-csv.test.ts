import { expect, test } from 'vitest';
import type { Insights } from '../../../src-shared/http/insight-endpoints.ts';
import { insightCsv } from './insight-csv.ts';

const nothing = { count: 0, mean: null, median: null, p90: null };
const figures = {
  arrivals: 3,
  completed: 2,
  closed: 1,
  breaches: 0,
  handle: { count: 2, mean: 90.5, median: 90, p90: 120 },
  waiting: nothing,
};
const insights: Insights = {
  ...{
    since: '2026-03-29',
    until: '2026-03-29',
    time_zone: 'Europe/Berlin',
    unit: 'day',
    hours: 'clock',
    as_of: '2026-03-29T12:00:00.000000+00:00',
  },
  totals: figures,
  buckets: [{ start: '2026-03-28T23:00:00.000000+00:00', end: '2026-03-29T22:00:00.000000+00:00', ...figures }],
  queues: [{ queue_uid: 'kyc', open: 4, overdue: 1, ...figures }],
  people: [],
  backlog: { open: 1, overdue: 0, ages: [{ up_to_seconds: null, TODO: 1, ASSIGNED: 0, STARTED: 0 }] },
  forecast: [{ start: '2026-03-29T12:00:00.000000+00:00', end: '2026-03-29T22:00:00.000000+00:00', breaches: 2 }],
};
const names = { queue: () => '=HYPERLINK("http://x")', person: (uid: string) => uid };
const lines = (part: Parameters<typeof insightCsv>[1]) => insightCsv(insights, part, names).split('\r\n');

test('times stand with their zone, lengths in seconds, what was not measured is empty', () => {
  expect(lines('time')[1]).toBe('2026-03-29T00:00:00+01:00,2026-03-30T00:00:00+02:00,Europe/Berlin,3,2,1,0,2,90.5,90,120,0,,,');
  expect(lines('backlog')[1]).toBe('2026-03-29T14:00:00+02:00,Europe/Berlin,,1,0,0');
  expect(lines('forecast')[1]).toBe('2026-03-29T14:00:00+02:00,Europe/Berlin,2026-03-29T14:00:00+02:00,2026-03-30T00:00:00+02:00,2');
});

test('every line has as many cells as the first', () => {
  for (const part of ['time', 'backlog', 'forecast'] as const) {
    const [head, first] = lines(part).map((line) => line.split(',').length);
    expect(first, part).toBe(head);
  }
});

test('a queue that is named like a formula is a text', () => {
  expect(lines('queues')[1]).toContain(`kyc,"'=HYPERLINK(""http://x"")",4,1`);
});
