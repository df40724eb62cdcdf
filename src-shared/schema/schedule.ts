import { type Static, Type } from 'typebox';
import { Identifier } from './identifier.ts';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export const SCHEDULE_LIMITS = {
  nameCharacters: 120,
  hoursPerDay: 8,
  holidays: 500,
  /** Two years of around the clock; some eight years of office hours. */
  targetMinutes: 1_051_200,
} as const;

/** What clocks on the wall show there, `HH:MM`. From `start` until before `end`, which may be `24:00`, on one day. */
export const ScheduleHours = Type.Object(
  {
    start: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
    end: Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' }),
  },
  { additionalProperties: false },
);
export type ScheduleHours = Static<typeof ScheduleHours>;

const HoursOfDay = Type.Array(ScheduleHours, { maxItems: SCHEDULE_LIMITS.hoursPerDay });

export const Holiday = Type.Object(
  {
    /** `2026-12-24`, in the schedule's time zone. */
    date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', minLength: 10, maxLength: 10 }),
    name: Type.String({ minLength: 1, maxLength: SCHEDULE_LIMITS.nameCharacters }),
    /** Instead of the weekday's; none: closed all day. */
    hours: HoursOfDay,
  },
  { additionalProperties: false },
);
export type Holiday = Static<typeof Holiday>;

export const ScheduleWeek = Type.Object(
  {
    monday: HoursOfDay,
    tuesday: HoursOfDay,
    wednesday: HoursOfDay,
    thursday: HoursOfDay,
    friday: HoursOfDay,
    saturday: HoursOfDay,
    sunday: HoursOfDay,
  },
  { additionalProperties: false },
);
export type ScheduleWeek = Static<typeof ScheduleWeek>;

/** When people work. `schedule/check-schedule.ts` says what else must hold: real zones and dates, hours that do not overlap. */
export const Schedule = Type.Object(
  {
    id: Identifier,
    name: Type.String({ minLength: 1, maxLength: SCHEDULE_LIMITS.nameCharacters }),
    /** As IANA names it, `Europe/Berlin`. */
    time_zone: Type.String({ minLength: 1, maxLength: 64 }),
    week: ScheduleWeek,
    holidays: Type.Array(Holiday, { maxItems: SCHEDULE_LIMITS.holidays }),
  },
  { additionalProperties: false },
);
export type Schedule = Static<typeof Schedule>;
