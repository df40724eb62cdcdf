import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { SCHEDULE_LIMITS } from '../../../../src-shared/schema/schedule.ts';
import { formatNumber, t, tn } from '../../../i18n/translate.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { controlClass } from '../../../ui/field-frame.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Section } from '../../../ui/section.tsx';
import { TextAreaField } from '../../../ui/text-area-field.tsx';
import { hoursText, readHours } from './hours-text.ts';
import { pasteHolidays, withPasted } from './paste-holidays.ts';
import type { HolidayDraft, ScheduleProblems } from './schedule-draft.ts';

export interface HolidayFieldsProps {
  holidays: readonly HolidayDraft[];
  /** Null: nobody has tried to save yet. */
  problems: ScheduleProblems['holidays'] | null;
  onChange: (holidays: readonly HolidayDraft[]) => void;
}

/** Days with other hours, one by one or many at once out of a calendar. */
export function HolidayFields({ holidays, problems, onChange }: HolidayFieldsProps) {
  const root = useRef<HTMLDivElement>(null);
  const [added, setAdded] = useState<string | null>(null);
  useEffect(() => {
    if (added !== null) root.current?.querySelector<HTMLElement>(`[data-holiday="${CSS.escape(added)}"] input`)?.focus();
  }, [added]);
  const add = () => {
    const key = nextKey();
    onChange([...holidays, { key, date: '', name: '', hours: '' }]);
    setAdded(key);
  };
  const change = (key: string, part: Partial<HolidayDraft>) =>
    onChange(holidays.map((holiday) => (holiday.key === key ? { ...holiday, ...part } : holiday)));
  const isFull = holidays.length >= SCHEDULE_LIMITS.holidays;
  return (
    <Section level={2} title={t('schedules.holidays')} text={t('schedules.holidaysText')}>
      <div ref={root} className="flex flex-col gap-1.5">
        {holidays.length === 0 ? <p className="text-ink-faint">{t('schedules.holidays.none')}</p> : null}
        {holidays.map((holiday) => (
          <HolidayRow
            key={holiday.key}
            holiday={holiday}
            problems={problems?.get(holiday.key) ?? {}}
            onChange={(part) => change(holiday.key, part)}
            onRemove={() => onChange(holidays.filter(({ key }) => key !== holiday.key))}
          />
        ))}
      </div>
      <Button icon={Plus} disabled={isFull} onClick={add} className="w-fit">
        {t('schedules.holiday.add')}
      </Button>
      <PasteBox holidays={holidays} onChange={onChange} />
    </Section>
  );
}

let keys = 0;
function nextKey(): string {
  keys += 1;
  return `new-${keys}`;
}

interface HolidayRowProps {
  holiday: HolidayDraft;
  problems: { date?: string; name?: string; hours?: string };
  onChange: (part: Partial<HolidayDraft>) => void;
  onRemove: () => void;
}

function HolidayRow({ holiday, problems, onChange, onRemove }: HolidayRowProps) {
  const { key, date, name, hours } = holiday;
  const label = name.trim() === '' ? t('schedules.holiday.unnamed') : name;
  const told = [...new Set(Object.values(problems))];
  const settle = () => {
    const read = readHours(hours);
    if (read.problem === null && !read.spill) onChange({ hours: hoursText(read.hours) });
  };
  return (
    <fieldset data-holiday={key} className="grid min-w-0 grid-cols-[140px_minmax(100px,1fr)_minmax(100px,170px)_24px] items-center gap-x-2">
      <legend className="sr-only">{label}</legend>
      <Cell label={t('schedules.holiday.date')} isWrong={problems.date !== undefined}>
        {(control) => (
          <input type="date" {...control} value={date} max="9999-12-31" onChange={(event) => onChange({ date: event.target.value })} />
        )}
      </Cell>
      <Cell label={t('schedules.holiday.name')} isWrong={problems.name !== undefined}>
        {(control) => (
          <input
            {...control}
            value={name}
            placeholder={t('schedules.holiday.name')}
            maxLength={SCHEDULE_LIMITS.nameCharacters}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Cell>
      <Cell label={t('schedules.holiday.hours')} isWrong={problems.hours !== undefined}>
        {(control) => (
          <input
            {...control}
            value={hours}
            placeholder={t('schedules.closed')}
            spellCheck={false}
            maxLength={200}
            onChange={(event) => onChange({ hours: event.target.value })}
            onBlur={settle}
          />
        )}
      </Cell>
      <IconButton icon={Trash2} label={t('schedules.holiday.remove', { name: label })} onClick={onRemove} />
      {told.length === 0 ? null : <p className="col-span-4 pt-0.5 text-small text-danger">{told.join(' ')}</p>}
    </fieldset>
  );
}

interface CellControl {
  'aria-label': string;
  'aria-invalid'?: true;
  className: string;
}

function Cell({ label, isWrong, children }: { label: string; isWrong: boolean; children: (control: CellControl) => ReactNode }) {
  const className = classNames(controlClass(isWrong), 'h-8 min-w-0 tabular-nums');
  return <>{children({ 'aria-label': label, className, ...(isWrong ? { 'aria-invalid': true } : {}) })}</>;
}

/** What stands in it counts when the button is pressed. */
function PasteBox({ holidays, onChange }: Pick<HolidayFieldsProps, 'holidays' | 'onChange'>) {
  const [text, setText] = useState('');
  const { days, unreadable } = pasteHolidays(text);
  const next = withPasted(holidays, days, nextKey);
  const [line] = unreadable;
  const tooMany = next.length > SCHEDULE_LIMITS.holidays;
  const error = tooMany
    ? t('schedules.paste.tooMany', { count: formatNumber(SCHEDULE_LIMITS.holidays) })
    : line === undefined
      ? undefined
      : t('schedules.paste.unreadable', { line });
  const add = () => {
    onChange(next);
    // What could not be read stays, to be mended.
    setText(
      text
        .split('\n')
        .filter((_line, index) => unreadable.includes(index + 1))
        .join('\n'),
    );
  };
  return (
    <div className="flex flex-col gap-2">
      <TextAreaField label={t('schedules.paste')} hint={t('schedules.pasteHint')} error={error} rows={3} value={text} onChange={setText} />
      {days.length > 0 ? (
        <Button icon={Plus} disabled={tooMany} onClick={add} className="w-fit">
          {tn('schedules.paste.add', days.length)}
        </Button>
      ) : null}
    </div>
  );
}
