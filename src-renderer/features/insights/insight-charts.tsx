import type { Insights } from '../../../src-shared/http/insight-endpoints.ts';
import { t } from '../../i18n/translate.ts';
import { ChartCard, type ChartTable } from '../../ui/charts/chart-card.tsx';
import { ColumnChart } from '../../ui/charts/column-chart.tsx';
import { LineChart, type LineSeries } from '../../ui/charts/line-chart.tsx';
import { StackedRows } from '../../ui/charts/stacked-rows.tsx';
import { countTicks, spanTicks } from '../../ui/charts/ticks.ts';
import { fullText, shortText } from './bucket-text.ts';
import { formatCount, formatSpan } from './format-span.ts';

interface ChartProps {
  insights: Insights;
  isOfPerson: boolean;
}

export function InsightCharts(props: ChartProps) {
  return (
    <div className="grid min-w-0 grid-cols-1 gap-4 @min-[860px]:grid-cols-2">
      <FlowChart {...props} />
      <BacklogChart {...props} />
      <TimeChart insights={props.insights} of="handle" />
      <TimeChart insights={props.insights} of="waiting" />
      <div className="min-w-0 @min-[860px]:col-span-2">
        <BreachChart insights={props.insights} />
      </div>
    </div>
  );
}

function cardTexts() {
  return { tableLabel: t('insights.showTable'), chartLabel: t('insights.showChart') };
}

interface OverTime {
  series: readonly LineSeries[];
  format: (value: number | null) => string;
}

/** Points of time with what is read out at each, and the same as a table. */
function overTime({ buckets, unit, time_zone: timeZone }: Insights, { series, format }: OverTime) {
  const rows = buckets.map(({ start }, index) => ({
    key: start,
    label: shortText(start, unit, timeZone),
    full: fullText(start, unit, timeZone),
    values: series.map(({ values }) => format(values[index] ?? null)),
  }));
  return {
    categories: rows.map(({ label, full, values }) => ({
      label,
      readout: `${full}: ${series.map(({ name }, index) => `${name} ${values[index]}`).join(' · ')}`,
    })),
    table: {
      columns: [t(`insights.unit.${unit}`), ...series.map(({ name }) => name)],
      rows: rows.map(({ key, full, values }) => ({ key, cells: [full, ...values] })),
    } satisfies ChartTable,
  };
}

function FlowChart({ insights, isOfPerson }: ChartProps) {
  const series: LineSeries[] = [
    {
      name: t(isOfPerson ? 'insights.given' : 'insights.arrivals'),
      values: insights.buckets.map(({ arrivals }) => arrivals),
      style: 'dashed',
    },
    { name: t('insights.done'), values: insights.buckets.map(({ completed, closed }) => completed + closed), style: 'solid' },
  ];
  const { categories, table } = overTime(insights, { series, format: formatCount });
  const title = t('insights.flow.title');
  return (
    <ChartCard title={title} text={t(isOfPerson ? 'insights.flow.personText' : 'insights.flow.text')} table={table} {...cardTexts()}>
      <LineChart label={title} categories={categories} series={series} ticks={countTicks(highest(series))} formatTick={formatCount} />
    </ChartCard>
  );
}

function TimeChart({ insights, of }: { insights: Insights; of: 'handle' | 'waiting' }) {
  const series: LineSeries[] = [
    { name: t('insights.median'), values: insights.buckets.map((bucket) => bucket[of].median), style: 'solid' },
    { name: t('insights.p90Name'), values: insights.buckets.map((bucket) => bucket[of].p90), style: 'dashed' },
  ];
  const { categories, table } = overTime(insights, { series, format: formatSpan });
  const title = t(`insights.${of}.title`);
  const isEmpty = insights.totals[of].count === 0;
  return (
    <ChartCard title={title} text={t(`insights.${of}.text`)} table={table} {...cardTexts()}>
      {isEmpty ? (
        <NothingYet text={t(`insights.${of}.empty`)} />
      ) : (
        <LineChart label={title} categories={categories} series={series} ticks={spanTicks(highest(series))} formatTick={formatSpan} />
      )}
    </ChartCard>
  );
}

function BacklogChart({ insights: { backlog } }: ChartProps) {
  const names = [t('status.TODO'), t('status.ASSIGNED'), t('status.STARTED')];
  const rows = backlog.ages.map(({ up_to_seconds: seconds, TODO, ASSIGNED, STARTED }, index) => ({
    label:
      seconds === null
        ? t('insights.olderThan', { age: formatSpan(backlog.ages[index - 1]?.up_to_seconds ?? null) })
        : t('insights.upTo', { age: formatSpan(seconds) }),
    parts: [TODO, ASSIGNED, STARTED],
  }));
  const table = {
    columns: [t('insights.age'), ...names],
    rows: rows.map(({ label, parts }) => ({ key: label, cells: [label, ...parts.map(formatCount)] })),
  };
  const title = t('insights.backlog.title');
  return (
    <ChartCard
      title={title}
      text={t('insights.backlog.text', { count: backlog.open, overdue: backlog.overdue })}
      table={table}
      {...cardTexts()}
    >
      {backlog.open === 0 ? (
        <NothingYet text={t('insights.backlog.empty')} />
      ) : (
        <StackedRows label={title} partNames={names} rows={rows} formatNumber={formatCount} />
      )}
    </ChartCard>
  );
}

function BreachChart({ insights }: { insights: Insights }) {
  const { buckets, forecast, unit, time_zone: timeZone } = insights;
  const columns = [
    ...buckets
      .filter(({ start }) => start <= insights.as_of)
      .map(({ start, breaches }) => ({
        ...{ key: start, label: shortText(start, unit, timeZone), value: breaches, isExpected: false },
        full: fullText(start, unit, timeZone),
      })),
    ...forecast.map(({ start, breaches }) => ({
      ...{ key: `coming ${start}`, label: shortText(start, 'day', timeZone), value: breaches, isExpected: true },
      full: t('insights.expectedOn', { date: fullText(start, 'day', timeZone) }),
    })),
  ];
  const title = t('insights.breaches.title');
  const table = {
    columns: [t(`insights.unit.${unit}`), t('insights.breaches')],
    rows: columns.map(({ key, full, value }) => ({ key, cells: [full, formatCount(value)] })),
  };
  return (
    <ChartCard title={title} text={t('insights.breaches.text')} table={table} {...cardTexts()}>
      {columns.every(({ value }) => value === 0) ? (
        <NothingYet text={t('insights.breaches.empty')} />
      ) : (
        <ColumnChart
          label={title}
          columns={columns.map((column) => ({ ...column, readout: `${column.full}: ${formatCount(column.value)}` }))}
          ticks={countTicks(Math.max(0, ...columns.map(({ value }) => value)))}
          formatTick={formatCount}
        />
      )}
    </ChartCard>
  );
}

function NothingYet({ text }: { text: string }) {
  return <p className="flex min-h-32 items-center justify-center px-6 text-center text-pretty text-ink-muted">{text}</p>;
}

function highest(series: readonly LineSeries[]): number {
  return Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
}
