import type { Schedule } from '../../../../src-shared/schema/schedule.ts';
import { formatWeekdayClock } from '../../../i18n/format-time.ts';
import { formatNumber, spokenLocale, t } from '../../../i18n/translate.ts';
import { knownCalendar } from '../../../state/open-hours.ts';
import { useNow } from '../../../state/use-now.ts';
import { FactList } from '../../../ui/fact-list.tsx';
import { Note } from '../../../ui/note.tsx';
import { Section } from '../../../ui/section.tsx';
import { HoursNow } from './schedule-list.tsx';
import { weekHours } from './week-hours.ts';

const EXAMPLE_MINUTES = 240;

/** What the schedule says now, as it stands in the fields. */
export function SchedulePreview({ schedule }: { schedule: Schedule }) {
  const nowMs = useNow();
  const calendar = knownCalendar(schedule);
  if (!calendar) return null;
  const dueMs = calendar.addMinutes(nowMs, EXAMPLE_MINUTES);
  const there = new Intl.DateTimeFormat(spokenLocale(), {
    timeZone: schedule.time_zone,
    ...{ weekday: 'short', hour: '2-digit', minute: '2-digit' },
  });
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: schedule.time_zone }).format(nowMs);
  const holiday = schedule.holidays.find(({ date }) => date >= today);
  return (
    <Section level={2} title={t('schedules.preview')}>
      {calendar.nextOpening(nowMs) === null ? <Note tone="warning">{t('schedules.preview.never')}</Note> : null}
      <div className="flex flex-col gap-0.5">
        <HoursNow schedule={schedule} nowMs={nowMs} />
        <p className="text-small text-ink-muted">{t('schedules.preview.zoned', { time: there.format(nowMs) })}</p>
      </div>
      <FactList
        facts={[
          { name: t('schedules.preview.example'), value: dueMs === null ? '–' : formatWeekdayClock(dueMs, nowMs) },
          { name: t('schedules.hoursAWeek'), value: formatNumber(weekHours(schedule.week)) },
          { name: t('schedules.preview.holiday'), value: holiday ? `${dateText(holiday.date)} · ${holiday.name}` : '–' },
        ]}
      />
    </Section>
  );
}

function dateText(date: string): string {
  return new Intl.DateTimeFormat(spokenLocale(), { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(
    Date.parse(`${date}T00:00:00Z`),
  );
}
