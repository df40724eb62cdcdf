import { minutesOf } from '../../../../src-shared/schedule/calendar.ts';
import { type ScheduleWeek, WEEKDAYS } from '../../../../src-shared/schema/schedule.ts';

/** Of a week without holidays and changes of clocks; to the tenth of an hour. */
export function weekHours(week: ScheduleWeek): number {
  const minutes = WEEKDAYS.flatMap((day) => week[day]).reduce((sum, { start, end }) => sum + minutesOf(end) - minutesOf(start), 0);
  return Math.round(minutes / 6) / 10;
}
