import type { Schedule, ScheduleHours } from '../schema/schedule.ts';

const OFFICE: ScheduleHours[] = [{ start: '09:00', end: '17:00' }];

/** Monday to Friday from nine to five in Berlin, unless told otherwise. */
export function officeHours(changes: Partial<Schedule> = {}): Schedule {
  return {
    id: 'office',
    name: 'Office hours',
    time_zone: 'Europe/Berlin',
    week: { monday: OFFICE, tuesday: OFFICE, wednesday: OFFICE, thursday: OFFICE, friday: OFFICE, saturday: [], sunday: [] },
    holidays: [],
    ...changes,
  };
}
