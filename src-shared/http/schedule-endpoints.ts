import { type Static, Type } from 'typebox';
import { Identifier } from '../schema/identifier.ts';
import { Nullable } from '../schema/nullable.ts';
import { Schedule, ScheduleWeek } from '../schema/schedule.ts';
import { BASE, type Endpoint, EVERYBODY, MANAGERS } from './endpoint.ts';
import { RoutingProgress } from './queue-endpoints.ts';

export const SCHEDULE_PAGE = { default: 50, maximum: 200 } as const;

const { name, time_zone, holidays } = Schedule.properties;
/** Of a weekday that is not named there are no hours. */
const week = Type.Partial(ScheduleWeek, { additionalProperties: false });

export const NewSchedule = Type.Object(
  { id: Type.Optional(Identifier), name, time_zone, week: Type.Optional(week), holidays: Type.Optional(holidays) },
  { additionalProperties: false },
);
export type NewSchedule = Static<typeof NewSchedule>;

const Changeable = { name, time_zone, week, holidays };

/** `expected`: what the caller saw before; where the schedule is otherwise now, nothing is changed. */
export const ScheduleChange = Type.Partial(
  Type.Object({ ...Changeable, expected: Type.Partial(Type.Object(Changeable), { additionalProperties: false }) }),
  { additionalProperties: false, minProperties: 1 },
);
export type ScheduleChange = Static<typeof ScheduleChange>;

const Id = Type.Object({ id: Identifier });
const READERS = { roles: EVERYBODY, scope: 'tasks:read' } as const;
const EDITORS = { roles: MANAGERS, scope: 'admin' } as const;

export const SCHEDULE_ENDPOINTS = {
  'schedules.list': {
    method: 'GET',
    path: `${BASE}/schedules`,
    summary: 'The schedules, by name.',
    access: READERS,
    query: Type.Object({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: SCHEDULE_PAGE.maximum })),
      cursor: Type.Optional(Type.String({ maxLength: 1_024 })),
    }),
    answers: {
      200: Type.Object({
        items: Type.Array(Schedule),
        meta: Type.Object({ next_cursor: Nullable(Type.String()), has_more: Type.Boolean() }),
      }),
    },
  },
  'schedules.create': {
    method: 'POST',
    path: `${BASE}/schedules`,
    summary: 'Makes a schedule: hours by weekday in a time zone, and holidays with hours of their own or none.',
    isAudited: true,
    access: EDITORS,
    body: { schema: NewSchedule },
    answers: { 200: Schedule },
  },
  'schedules.progress': {
    method: 'GET',
    path: `${BASE}/schedules/due-dates`,
    summary: 'How far the due dates of open tasks have been counted anew.',
    access: { roles: MANAGERS, scope: 'tasks:read' },
    answers: { 200: RoutingProgress },
  },
  'schedules.apply': {
    method: 'POST',
    path: `${BASE}/schedules/:id/due-dates`,
    summary:
      'Counts the due dates of open tasks anew, in the background, in all queues that go by the schedule: of those whose date came from a target, or that have none.',
    isAudited: true,
    access: EDITORS,
    parameters: Id,
    answers: { 200: RoutingProgress },
  },
  'schedules.applyToQueue': {
    method: 'POST',
    path: `${BASE}/queues/:id/due-dates`,
    summary:
      'Counts the due dates of the open tasks of one queue anew, in the background: of those whose date came from a target, or that have none.',
    isAudited: true,
    access: EDITORS,
    parameters: Id,
    answers: { 200: RoutingProgress },
  },
  'schedules.get': {
    method: 'GET',
    path: `${BASE}/schedules/:id`,
    summary: 'One schedule.',
    access: READERS,
    parameters: Id,
    answers: { 200: Schedule },
  },
  'schedules.change': {
    method: 'PATCH',
    path: `${BASE}/schedules/:id`,
    summary: 'Changes a schedule; what the body does not name stays. Counts for tasks that come from now on.',
    isAudited: true,
    access: EDITORS,
    parameters: Id,
    body: { schema: ScheduleChange },
    answers: { 200: Schedule },
  },
  'schedules.delete': {
    method: 'DELETE',
    path: `${BASE}/schedules/:id`,
    summary: 'Removes a schedule; 409, naming the queues, while some go by it.',
    isAudited: true,
    access: EDITORS,
    parameters: Id,
    answers: { 204: null },
  },
} as const satisfies Record<string, Endpoint>;
