import { t } from '../../../i18n/translate.ts';
import { classNames } from '../../../ui/class-names.ts';
import { controlClass } from '../../../ui/field-frame.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TIME_SPANS, type TimeSpan } from './time-span.ts';

/** From when to when: by a span up to now, or from day to day. */
export function TimeSpanField({ value, onChange }: { value: TimeSpan; onChange: (value: TimeSpan) => void }) {
  return (
    <>
      <SelectField
        bare
        label={t('audit.since')}
        value={value.span}
        options={TIME_SPANS.map((span) => ({ value: span, label: t(`audit.since.${span}`) }))}
        onChange={(span) => onChange({ ...value, span })}
      />
      {value.span === 'days' ? (
        <>
          <DayField label={t('audit.firstDay')} value={value.firstDay} onChange={(firstDay) => onChange({ ...value, firstDay })} />
          <span aria-hidden="true" className="text-ink-faint">
            –
          </span>
          <DayField label={t('audit.lastDay')} value={value.lastDay} onChange={(lastDay) => onChange({ ...value, lastDay })} />
        </>
      ) : null}
    </>
  );
}

function DayField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <input
      type="date"
      aria-label={label}
      title={label}
      value={value}
      max="9999-12-31"
      onChange={(event) => onChange(event.target.value)}
      className={classNames(controlClass(false), 'h-7 w-auto')}
    />
  );
}
