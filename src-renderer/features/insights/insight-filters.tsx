import { useId, useMemo } from 'react';
import { INSIGHT_DAYS_MAXIMUM, type Insights } from '../../../src-shared/http/insight-endpoints.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { timeZones } from '../../state/time-zones.ts';
import { useStore } from '../../state/use-store.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { type InsightRange, RANGES } from './insight-range.ts';

const HOURS = ['clock', 'working'] as const satisfies readonly Insights['hours'][];

export interface InsightFilter {
  range: InsightRange;
  /** Of a range that was chosen day by day. */
  since: string;
  until: string;
  timeZone: string;
  hours: Insights['hours'];
  /** Empty: all. */
  queueUid: string;
  personUid: string;
}

/** Why the range cannot be asked for; null when it can. */
export function rangeProblem({ range, since, until }: InsightFilter): string | null {
  if (range !== 'custom') return null;
  const days = (Date.parse(until) - Date.parse(since)) / 86_400_000 + 1;
  if (Number.isNaN(days)) return t('insights.range.incomplete');
  if (days < 1) return t('insights.range.backwards');
  return days > INSIGHT_DAYS_MAXIMUM ? t('insights.range.tooLong', { count: INSIGHT_DAYS_MAXIMUM }) : null;
}

/** What is counted: which days, by whose clock, of which queue and person. */
export function InsightFilters({ filter, onChange }: { filter: InsightFilter; onChange: (part: Partial<InsightFilter>) => void }) {
  const { data } = useConsole();
  const { allQueues, people } = useStore(data.workspace);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = useMemo(() => timeZones(own), [own]);
  const persons = useMemo(() => [...people.values()].sort((a, b) => a.name.localeCompare(b.name)), [people]);
  return (
    <div className="flex flex-wrap items-center gap-2 [&_select]:max-w-48">
      <SelectField
        bare
        label={t('insights.range')}
        value={filter.range}
        options={RANGES.map((value) => ({ value, label: t(`insights.range.${value}`) }))}
        onChange={(range) => onChange({ range })}
      />
      {filter.range === 'custom' ? (
        <>
          <DateField label={t('insights.since')} value={filter.since} onChange={(since) => onChange({ since })} />
          <span aria-hidden="true" className="text-ink-faint">
            –
          </span>
          <DateField label={t('insights.until')} value={filter.until} onChange={(until) => onChange({ until })} />
        </>
      ) : null}
      <SelectField
        bare
        label={t('insights.queue')}
        value={filter.queueUid}
        options={[{ value: '', label: t('insights.allQueues') }, ...allQueues.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(queueUid) => onChange({ queueUid })}
      />
      <SelectField
        bare
        label={t('insights.person')}
        value={filter.personUid}
        options={[{ value: '', label: t('insights.everybody') }, ...persons.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(personUid) => onChange({ personUid })}
      />
      <SelectField
        bare
        label={t('insights.timeZone')}
        value={filter.timeZone}
        options={zones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
        onChange={(timeZone) => onChange({ timeZone })}
      />
      <SelectField
        bare
        label={t('insights.hours')}
        value={filter.hours}
        options={HOURS.map((value) => ({ value, label: t(`insights.hours.${value}`) }))}
        onChange={(hours) => onChange({ hours })}
      />
    </div>
  );
}

function DateField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <input
        id={id}
        type="date"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-7 rounded-md border border-line-strong bg-surface px-2 text-body text-ink hover:border-ink-faint"
      />
    </>
  );
}
