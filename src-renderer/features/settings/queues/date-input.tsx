import { CalendarDays, Clock } from 'lucide-react';
import type { ConditionScalar } from '../../../../src-shared/queue/condition-grammar.ts';
import { t } from '../../../i18n/translate.ts';
import { classNames } from '../../../ui/class-names.ts';
import { controlClass } from '../../../ui/field-frame.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import type { ScalarInputProps } from './scalar-input.tsx';

const DAY = /^\d{4,6}-\d{2}-\d{2}$/;
const MINUTE = /^\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** Whether the calendar can show it: a day, or a minute without an offset. Both are UTC to the engine. */
export function isCalendarValue(value: ConditionScalar | null): boolean {
  return value === null || (typeof value === 'string' && (DAY.test(value) || MINUTE.test(value)));
}

/** A day, or a minute of one. */
export function DateInput({ label, value, invalid, describedBy, onChange }: ScalarInputProps) {
  const text = typeof value === 'string' ? value : '';
  const hasTime = MINUTE.test(text);
  const toggle = () => onChange(hasTime ? text.slice(0, text.indexOf('T')) : `${text}T00:00`);
  return (
    <div className="flex flex-wrap items-center gap-1">
      <input
        type={hasTime ? 'datetime-local' : 'date'}
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        value={text}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
        className={classNames(controlClass(invalid), 'h-7', hasTime ? 'min-w-52' : 'min-w-36')}
      />
      <span className="text-small text-ink-faint">{t('builder.utc')}</span>
      <IconButton
        icon={hasTime ? CalendarDays : Clock}
        label={t(hasTime ? 'builder.noTime' : 'builder.time')}
        disabled={text === ''}
        onClick={toggle}
      />
    </div>
  );
}
