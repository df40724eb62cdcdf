import { type Schedule, WEEKDAYS } from '../../../../src-shared/schema/schedule.ts';
import { type DraftStorage, draftKey, readDrafts, withDraft, writeDrafts } from '../../../state/stored-drafts.ts';
import type { HolidayDraft, ScheduleDraft } from './schedule-draft.ts';

/** What was typed and not saved; `base`: the schedule that it began from, null for a new one. */
export interface KeptDraft {
  base: Schedule | null;
  draft: ScheduleDraft;
}

/** What an account left unsaved, also before the console was started again. `scheduleId` null: a new schedule. */
export function keptDraft(storage: DraftStorage, accountKey: string, scheduleId: string | null): KeptDraft | null {
  return readDrafts(storage, nameOf(accountKey), isKept)[draftKey(scheduleId)] ?? null;
}

/** Null: nothing is left to save. */
export function keepDraft(storage: DraftStorage, accountKey: string, scheduleId: string | null, draft: KeptDraft | null): void {
  const name = nameOf(accountKey);
  writeDrafts(storage, name, withDraft(readDrafts(storage, name, isKept), draftKey(scheduleId), draft));
}

function nameOf(accountKey: string): string {
  return `docket.schedule-drafts.${accountKey}`;
}

function isKept(value: unknown): value is KeptDraft {
  const { base, draft } = { ...(value as Partial<KeptDraft> | null) };
  if (typeof base !== 'object' || typeof draft !== 'object' || draft === null) return false;
  const { name, timeZone, week, holidays } = draft as Partial<ScheduleDraft>;
  const isNamed = typeof name === 'string' && typeof timeZone === 'string';
  return isNamed && WEEKDAYS.every((day) => typeof week?.[day] === 'string') && Array.isArray(holidays) && holidays.every(isHoliday);
}

function isHoliday(value: unknown): value is HolidayDraft {
  const { key, date, name, hours } = { ...(value as Partial<HolidayDraft> | null) };
  return [key, date, name, hours].every((part) => typeof part === 'string');
}
