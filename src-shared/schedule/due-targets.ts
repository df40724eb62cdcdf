import type { Queue } from '../schema/queue.ts';
import type { Schedule } from '../schema/schedule.ts';
import type { Timestamp } from '../schema/timestamp.ts';
import { formatTimestamp, timestampMicros } from '../time/timestamp.ts';
import { type Calendar, calendarOf } from './calendar.ts';

/** When a task is due that came without a date. */
export interface DueTarget {
  dueAt: Timestamp;
  /** In working minutes. */
  minutes: number;
}

/** What a queue's target says of a task that was made at that moment; null where there is none, or it is never reached. */
export type FindDueTarget = (queueUid: string | null, createdAt: Timestamp) => DueTarget | null;

const MINUTE_MS = 60_000;

/** Schedules are read once; a queue without one works around the clock. */
export function compileTargets(queues: readonly Queue[], schedules: readonly Schedule[]): FindDueTarget {
  const calendars = new Map(schedules.map((schedule) => [schedule.id, calendarOf(schedule)]));
  const targets = new Map<string | null, { minutes: number; calendar: Calendar | null }>();
  for (const { id, schedule_uid: scheduleUid = null, target_minutes: minutes = null } of queues) {
    const calendar = scheduleUid === null ? null : calendars.get(scheduleUid);
    const isKnown = scheduleUid === null || Boolean(calendar);
    if (minutes !== null && isKnown) targets.set(id, { minutes, calendar: calendar ?? null });
  }
  if (targets.size === 0) return () => null;
  return (queueUid, createdAt) => {
    const target = targets.get(queueUid);
    if (!target) return null;
    const { minutes, calendar } = target;
    const createdMs = Math.floor(timestampMicros(createdAt) / 1_000);
    const dueMs = calendar ? calendar.addMinutes(createdMs, minutes) : createdMs + minutes * MINUTE_MS;
    return dueMs === null ? null : { dueAt: formatTimestamp(dueMs * 1_000), minutes };
  };
}
