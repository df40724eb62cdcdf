import { CopyPlus } from 'lucide-react';
import { type KeyboardEvent, useId, useRef } from 'react';
import { minutesOf } from '../../../../src-shared/schedule/calendar.ts';
import { type ScheduleHours, WEEKDAYS } from '../../../../src-shared/schema/schedule.ts';
import { t } from '../../../i18n/translate.ts';
import { classNames } from '../../../ui/class-names.ts';
import { controlClass } from '../../../ui/field-frame.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Section } from '../../../ui/section.tsx';
import { readHours } from './hours-text.ts';
import { type ScheduleDraft, type ScheduleProblems, settleDay, type Weekday } from './schedule-draft.ts';

export interface WeekFieldsProps {
  week: ScheduleDraft['week'];
  problems: ScheduleProblems['week'];
  onChange: (make: (week: ScheduleDraft['week']) => ScheduleDraft['week']) => void;
}

const ROW = 'grid grid-cols-[88px_minmax(120px,220px)_24px_minmax(0,1fr)] items-center gap-x-2.5';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Enter: 1 };

/** A row for each weekday: its hours as text, and the day from midnight to midnight beside them. */
export function WeekFields({ week, problems, onChange }: WeekFieldsProps) {
  const root = useRef<HTMLDivElement>(null);
  const moveFocus = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLInputElement)) return;
    const inputs = [...(root.current?.querySelectorAll('input') ?? [])];
    const next = inputs[inputs.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  };
  return (
    <Section level={2} title={t('schedules.week')} text={t('schedules.weekHint')}>
      <div ref={root} className="@container flex flex-col gap-1.5">
        <StripScale />
        {WEEKDAYS.map((day, index) => (
          <DayRow
            key={day}
            day={day}
            text={week[day]}
            problem={problems[day]}
            above={WEEKDAYS[index - 1] ?? null}
            onChange={(text) => onChange((before) => ({ ...before, [day]: text }))}
            onSettle={() => onChange((before) => settleDay(before, day))}
            onKeyDown={moveFocus}
            onCopy={(from) => onChange((before) => ({ ...before, [day]: before[from] }))}
          />
        ))}
      </div>
    </Section>
  );
}

interface DayRowProps {
  day: Weekday;
  text: string;
  problem: string | undefined;
  above: Weekday | null;
  onChange: (text: string) => void;
  onSettle: () => void;
  onCopy: (from: Weekday) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function DayRow({ day, text, problem, above, onChange, onSettle, onCopy, onKeyDown }: DayRowProps) {
  const id = useId();
  const name = t(`schedules.day.${day}`);
  return (
    <div className={ROW}>
      <label htmlFor={id} className="truncate">
        {name}
      </label>
      <input
        id={id}
        value={text}
        placeholder={t('schedules.closed')}
        spellCheck={false}
        autoComplete="off"
        maxLength={200}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onSettle}
        onKeyDown={onKeyDown}
        className={classNames(controlClass(problem !== undefined), 'h-8 tabular-nums')}
      />
      {above ? <IconButton icon={CopyPlus} label={t('schedules.copyAbove', { day: name })} onClick={() => onCopy(above)} /> : <span />}
      <DayStrip hours={readHours(text).hours} />
      {problem === undefined ? null : (
        <p id={`${id}-problem`} className="col-span-3 col-start-2 pt-0.5 text-small text-pretty text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

const DAY_MINUTES = 1_440;
const MARKS = [6, 12, 18];

/** Which hours the lines in the strips are. */
function StripScale() {
  return (
    <div aria-hidden="true" className={classNames(ROW, '@max-[480px]:hidden')}>
      <div className="relative col-start-4 h-4 text-small text-ink-faint tabular-nums">
        {MARKS.map((hour) => (
          <span key={hour} className="absolute -translate-x-1/2" style={{ left: percent(hour * 60) }}>
            {hour}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The day at a glance; the field beside it says the same in words. */
function DayStrip({ hours }: { hours: readonly ScheduleHours[] }) {
  return (
    <div aria-hidden="true" className="relative h-4 overflow-hidden rounded-sm border border-line bg-canvas @max-[480px]:hidden">
      {hours.map(({ start, end }) => (
        <span
          key={start}
          className="absolute inset-y-0 bg-accent"
          style={{ left: percent(minutesOf(start)), width: percent(minutesOf(end) - minutesOf(start)) }}
        />
      ))}
      {MARKS.map((hour) => (
        <span key={hour} className="absolute inset-y-0 w-px bg-line-strong" style={{ left: percent(hour * 60) }} />
      ))}
    </div>
  );
}

function percent(minutes: number): string {
  return `${(minutes / DAY_MINUTES) * 100}%`;
}
