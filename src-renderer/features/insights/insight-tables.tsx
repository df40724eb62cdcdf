import type { InsightFigures, Insights } from '../../../src-shared/http/insight-endpoints.ts';
import { t } from '../../i18n/translate.ts';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { formatCount, formatSpan } from './format-span.ts';
import type { CsvNames } from './insight-csv.ts';

interface Row extends InsightFigures {
  key: string;
  name: string;
  open: number;
  overdue: number;
}

/** The same by queue and by person, the busiest first. */
export function InsightTables({ insights, names }: { insights: Insights; names: CsvNames }) {
  const queues = insights.queues.map((row): Row => ({ ...row, key: row.queue_uid ?? '', name: names.queue(row.queue_uid) }));
  const people = insights.people.map((row): Row => ({ ...row, key: row.user_uid, name: names.person(row.user_uid) }));
  return (
    <>
      <Table title={t('insights.byQueue')} first={t('insights.queue')} rows={queues} arrivals={t('insights.arrivals')} />
      {people.length > 0 ? <Table title={t('insights.byPerson')} first={t('insights.person')} rows={people} arrivals={null} /> : null}
    </>
  );
}

function Table({ title, first, rows, arrivals }: { title: string; first: string; rows: readonly Row[]; arrivals: string | null }) {
  const sorted = rows.toSorted((a, b) => b.completed - a.completed || b.open - a.open || a.name.localeCompare(b.name));
  const columns: DataColumn<Row>[] = [
    { id: 'name', header: first, cell: ({ name }) => <span className="font-medium">{name}</span> },
    ...(arrivals === null
      ? []
      : [{ id: 'arrivals', header: arrivals, width: 'w-24', align: 'end' as const, cell: (row: Row) => formatCount(row.arrivals) }]),
    { id: 'completed', header: t('insights.completed'), width: 'w-28', align: 'end', cell: (row) => formatCount(row.completed) },
    {
      id: 'handle',
      header: t('insights.handle'),
      width: 'w-32',
      align: 'end',
      importance: 'second',
      cell: (row) => formatSpan(row.handle.median),
    },
    {
      id: 'waiting',
      header: t('insights.waiting'),
      width: 'w-32',
      align: 'end',
      importance: 'second',
      cell: (row) => formatSpan(row.waiting.median),
    },
    {
      id: 'breaches',
      header: t('insights.breaches'),
      width: 'w-36',
      align: 'end',
      importance: 'third',
      cell: (row) => formatCount(row.breaches),
    },
    { id: 'open', header: t('insights.open'), width: 'w-24', align: 'end', cell: (row) => formatCount(row.open) },
    {
      id: 'overdue',
      header: t('insights.overdue'),
      width: 'w-24',
      align: 'end',
      importance: 'third',
      cell: (row) => formatCount(row.overdue),
    },
  ];
  return (
    <section aria-label={title} className="min-w-0 overflow-hidden rounded-md border border-line">
      <h2 className="px-6 pt-4 pb-1 font-semibold max-medium:px-4">{title}</h2>
      <DataTable label={title} columns={columns} rows={sorted} keyOf={({ key }) => key} />
    </section>
  );
}
