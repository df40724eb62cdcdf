import { type Calendar, calendarOf } from '../../src-shared/schedule/calendar.ts';
import { listQueues } from '../queues/queue-rows.ts';
import { listSchedules } from '../schedules/schedule-rows.ts';
import type { Sql } from '../store/database.ts';
import type { Elapsed } from './task-times.ts';

/** Which time counts in a queue. */
export interface WorkingHours {
  elapsedIn(queueUid: string | null): Elapsed;
  /** Queues that have a schedule, with where days end there: what is due before the next opening has to be done by then. */
  scheduled: ReadonlyMap<string, (dayEnd: number) => number>;
}

/** A clock that was set back lets no time pass. */
const clock: Elapsed = (from, to) => Math.max(0, to - from);
const NONE: ReadonlyMap<string, Calendar> = new Map();

export function clockHours(): WorkingHours {
  return workingHoursOf(NONE);
}

/** As the schedules are on this snapshot: what was worked by others before is counted by today's. */
export async function readWorkingHours(sql: Sql): Promise<WorkingHours> {
  const calendars = new Map((await listSchedules(sql)).map((schedule) => [schedule.id, calendarOf(schedule)]));
  const byQueue = new Map<string, Calendar>();
  for (const { id, schedule_uid = null } of await listQueues(sql)) {
    const calendar = schedule_uid === null ? undefined : calendars.get(schedule_uid);
    if (calendar) byQueue.set(id, calendar);
  }
  return workingHoursOf(byQueue);
}

function workingHoursOf(calendars: ReadonlyMap<string, Calendar>): WorkingHours {
  return {
    elapsedIn(queueUid) {
      const calendar = queueUid === null ? undefined : calendars.get(queueUid);
      return calendar ? (from, to) => Math.round(calendar.workingMs(from / 1_000, to / 1_000) * 1_000) : clock;
    },
    scheduled: new Map([...calendars].map(([uid, calendar]) => [uid, (dayEnd) => openingAfter(calendar, dayEnd)])),
  };
}

/** A schedule that never opens moves nothing. */
function openingAfter(calendar: Calendar, micros: number): number {
  const opening = calendar.nextOpening(micros / 1_000);
  return opening === null ? micros : opening * 1_000;
}
