export interface SnoozeTime {
  id: 'hour' | 'fourHours' | 'tomorrow' | 'nextWeek';
  atMs: number;
}

const HOUR_MS = 3_600_000;
const MORNING_HOUR = 9;
const MONDAY = 1;

/** Pure: what is offered at a moment, by the clock of this computer. */
export function snoozeTimes(nowMs: number): SnoozeTime[] {
  const daysToMonday = (MONDAY - new Date(nowMs).getDay() + 7) % 7 || 7;
  return [
    { id: 'hour', atMs: nowMs + HOUR_MS },
    { id: 'fourHours', atMs: nowMs + 4 * HOUR_MS },
    { id: 'tomorrow', atMs: morningAfter(nowMs, 1) },
    { id: 'nextWeek', atMs: morningAfter(nowMs, daysToMonday) },
  ];
}

function morningAfter(nowMs: number, days: number): number {
  const day = new Date(nowMs);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, MORNING_HOUR).getTime();
}

/** `2026-11-21T14:30` of this computer's zone, as a field for date and time has it; null where it is no moment to come. */
export function readLocalMoment(text: string, nowMs: number): number | null {
  const atMs = new Date(text).getTime();
  return Number.isFinite(atMs) && atMs > nowMs ? atMs : null;
}
