import type { Insights } from '../../../src-shared/http/insight-endpoints.ts';
import { t } from '../../i18n/translate.ts';
import { formatCount, formatSpan } from './format-span.ts';

/** What happened in the whole range, and what is open now. */
export function InsightTotals({ insights, isOfPerson }: { insights: Insights; isOfPerson: boolean }) {
  const { totals, backlog } = insights;
  const figures = [
    { name: t(isOfPerson ? 'insights.given' : 'insights.arrivals'), value: formatCount(totals.arrivals), note: '' },
    {
      name: t('insights.completed'),
      value: formatCount(totals.completed),
      note: totals.closed > 0 ? t('insights.andClosed', { count: totals.closed }) : '',
    },
    { name: t('insights.open'), value: formatCount(backlog.open), note: t('insights.overdueOf', { count: backlog.overdue }) },
    {
      name: t('insights.handle'),
      value: formatSpan(totals.handle.median),
      note: totals.handle.p90 === null ? '' : t('insights.p90', { value: formatSpan(totals.handle.p90) }),
    },
    {
      name: t('insights.waiting'),
      value: formatSpan(totals.waiting.median),
      note: totals.waiting.p90 === null ? '' : t('insights.p90', { value: formatSpan(totals.waiting.p90) }),
    },
    { name: t('insights.breaches'), value: formatCount(totals.breaches), note: '' },
  ];
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line @min-[560px]:grid-cols-3 @min-[1000px]:grid-cols-6">
      {figures.map(({ name, value, note }) => (
        <div key={name} className="flex min-w-0 flex-col bg-surface px-4 py-3">
          <dt className="truncate text-small text-ink-muted">{name}</dt>
          <dd className="text-title font-semibold tabular-nums">{value}</dd>
          <dd className="min-h-4 truncate text-small text-ink-faint tabular-nums">{note}</dd>
        </div>
      ))}
    </dl>
  );
}
