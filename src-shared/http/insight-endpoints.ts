import { type Static, Type } from 'typebox';
import { Identifier } from '../schema/identifier.ts';
import { Nullable } from '../schema/nullable.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { Timestamp } from '../schema/timestamp.ts';
import { BASE, type Endpoint, MANAGERS } from './endpoint.ts';

/** The longest range that is counted at once. */
export const INSIGHT_DAYS_MAXIMUM = 366;
/** Open tasks are as old as up to the first of these that holds; the last one has no end. In seconds. */
export const BACKLOG_AGES_SECONDS = [3_600, 4 * 3_600, 86_400, 3 * 86_400, 7 * 86_400, 30 * 86_400, null] as const;
/** So many days ahead are looked at, today among them. */
export const FORECAST_DAYS = 7;

const LocalDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', minLength: 10, maxLength: 10 });

/**
 * `clock`: all time counts. `working`: handle and waiting time count the hours of the queue's schedule alone, and what is due
 * while it is closed has to be done before it closes; a queue without a schedule works around the clock.
 */
const InsightHours = StringEnum(['clock', 'working']);

export const InsightQuery = Type.Object(
  {
    /** The first day and the last one, both whole, in the time zone. */
    since: LocalDate,
    until: LocalDate,
    /** As IANA names it, `Europe/Berlin`; UTC where it is absent. */
    time_zone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    queue_uid: Type.Optional(Identifier),
    hours: Type.Optional(InsightHours),
    /** Only work of this person; arrivals are then tasks that were given to them. */
    person_uid: Type.Optional(Identifier),
  },
  { additionalProperties: false },
);
export type InsightQuery = Static<typeof InsightQuery>;

const Count = Type.Integer({ minimum: 0 });

/** How long something took, in seconds; the figures are null where nothing was measured. */
export const Spread = Type.Object({
  count: Count,
  mean: Nullable(Type.Number()),
  median: Nullable(Type.Number()),
  p90: Nullable(Type.Number()),
});
export type Spread = Static<typeof Spread>;

const FIGURES = {
  /** Tasks that were created or reopened. */
  arrivals: Count,
  /** Completed by somebody. */
  completed: Count,
  /** Closed by their source or a manager, without having been worked. */
  closed: Count,
  /** Due dates that passed before the task was done; tasks that were due when they were created have none. */
  breaches: Count,
  /** From the first start to the completion, but for pauses: of the tasks that were completed. */
  handle: Spread,
  /** From arrival to the first start: of the tasks that were started. */
  waiting: Spread,
};
export const InsightFigures = Type.Object(FIGURES);
export type InsightFigures = Static<typeof InsightFigures>;

export const InsightBucket = Type.Object({ start: Timestamp, end: Timestamp, ...FIGURES });
export type InsightBucket = Static<typeof InsightBucket>;

export const BacklogAge = Type.Object({ up_to_seconds: Nullable(Type.Integer()), TODO: Count, ASSIGNED: Count, STARTED: Count });
export type BacklogAge = Static<typeof BacklogAge>;

export const Insights = Type.Object({
  since: LocalDate,
  until: LocalDate,
  time_zone: Type.String(),
  unit: StringEnum(['hour', 'day', 'week']),
  hours: InsightHours,
  /** The moment that the backlog and the forecast are about. */
  as_of: Timestamp,
  totals: InsightFigures,
  buckets: Type.Array(InsightBucket),
  /** Null: tasks in no queue. */
  queues: Type.Array(Type.Object({ queue_uid: Nullable(Identifier), open: Count, overdue: Count, ...FIGURES })),
  people: Type.Array(Type.Object({ user_uid: Identifier, open: Count, overdue: Count, ...FIGURES })),
  backlog: Type.Object({ open: Count, overdue: Count, ages: Type.Array(BacklogAge) }),
  /** Open tasks whose due date is on these days, and will have passed unless they are done before; see `hours`. */
  forecast: Type.Array(Type.Object({ start: Timestamp, end: Timestamp, breaches: Count })),
});
export type Insights = Static<typeof Insights>;

export const INSIGHT_ENDPOINTS = {
  'insights.get': {
    method: 'GET',
    path: `${BASE}/insights`,
    summary:
      'Arrivals, completions, backlog by age, handle and waiting time, missed and coming due dates, over time, by queue and by person. Counted from the history when it is asked for.',
    access: { roles: MANAGERS, scope: 'admin' },
    query: InsightQuery,
    answers: { 200: Insights },
  },
} as const satisfies Record<string, Endpoint>;
