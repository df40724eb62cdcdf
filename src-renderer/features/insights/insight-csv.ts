import type { InsightFigures, Insights, Spread } from '../../../src-shared/http/insight-endpoints.ts';
import { epochMs } from '../../i18n/format-time.ts';
import { type CsvValue, csvText } from '../../ui/csv.ts';
import { zonedIso } from './insight-range.ts';

export const CSV_PARTS = ['time', 'queues', 'people', 'backlog', 'forecast'] as const;
export type CsvPart = (typeof CSV_PARTS)[number];

export interface CsvNames {
  queue: (uid: string | null) => string;
  person: (uid: string) => string;
}

const FIGURES = ['arrivals', 'completed', 'closed', 'missed_due_dates', ...spreadNames('handle'), ...spreadNames('waiting')];

/** One table of the insights as a file: times as clocks of the time zone show them, with their offset; lengths in seconds. */
export function insightCsv(insights: Insights, part: CsvPart, names: CsvNames): string {
  const { time_zone: timeZone, since, until } = insights;
  const at = (moment: string) => zonedIso(epochMs(moment), timeZone);
  const range = [since, until, timeZone];
  const asOf = [at(insights.as_of), timeZone];
  switch (part) {
    case 'time':
      return csvText([
        ['start', 'end', 'time_zone', ...FIGURES],
        ...insights.buckets.map((bucket) => [at(bucket.start), at(bucket.end), timeZone, ...figuresOf(bucket)]),
      ]);
    case 'queues':
      return csvText([
        ['since', 'until', 'time_zone', 'queue_uid', 'queue', 'open_now', 'overdue_now', ...FIGURES],
        ...insights.queues.map((row) => [...range, row.queue_uid, names.queue(row.queue_uid), row.open, row.overdue, ...figuresOf(row)]),
      ]);
    case 'people':
      return csvText([
        ['since', 'until', 'time_zone', 'user_uid', 'person', 'open_now', 'overdue_now', ...FIGURES],
        ...insights.people.map((row) => [...range, row.user_uid, names.person(row.user_uid), row.open, row.overdue, ...figuresOf(row)]),
      ]);
    case 'backlog':
      return csvText([
        ['as_of', 'time_zone', 'age_up_to_seconds', 'to_do', 'assigned', 'started'],
        ...insights.backlog.ages.map((age) => [...asOf, age.up_to_seconds, age.TODO, age.ASSIGNED, age.STARTED]),
      ]);
    case 'forecast':
      return csvText([
        ['as_of', 'time_zone', 'start', 'end', 'due'],
        ...insights.forecast.map(({ start, end, breaches }) => [...asOf, at(start), at(end), breaches]),
      ]);
  }
}

function spreadNames(name: string): string[] {
  return [`${name}_count`, `${name}_mean_s`, `${name}_median_s`, `${name}_p90_s`];
}

function figuresOf({ arrivals, completed, closed, breaches, handle, waiting }: InsightFigures): CsvValue[] {
  return [arrivals, completed, closed, breaches, ...spreadOf(handle), ...spreadOf(waiting)];
}

function spreadOf({ count, mean, median, p90 }: Spread): CsvValue[] {
  return [count, mean, median, p90];
}
