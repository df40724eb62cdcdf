import { ChartColumn, Table } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Button } from '../button.tsx';
import { DataTable } from '../data-table.tsx';

export interface ChartTable {
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly string[] }[];
}

export interface ChartCardProps {
  title: string;
  text: string;
  /** The same as numbers. */
  table: ChartTable;
  tableLabel: string;
  chartLabel: string;
  children: ReactNode;
}

/** A chart under its name, or the numbers that it is made of. */
export function ChartCard({ title, text, table, tableLabel, chartLabel, children }: ChartCardProps) {
  const [isTable, setTable] = useState(false);
  const id = useId();
  return (
    <section aria-labelledby={id} className="@container flex min-w-0 flex-col gap-2 rounded-md border border-line p-4">
      <header className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          <p className="text-small text-pretty text-ink-muted">{text}</p>
        </div>
        <Button size="small" variant="quiet" icon={isTable ? ChartColumn : Table} aria-describedby={id} onClick={() => setTable(!isTable)}>
          {isTable ? chartLabel : tableLabel}
        </Button>
      </header>
      {isTable ? <Numbers table={table} label={title} /> : children}
    </section>
  );
}

function Numbers({ table, label }: { table: ChartTable; label: string }) {
  const columns = table.columns.map((header, index) => ({
    id: header,
    header,
    cell: ({ cells }: ChartTable['rows'][number]) => cells[index] ?? '',
    ...(index === 0 ? {} : ({ align: 'end' } as const)),
  }));
  return (
    <div className="-mx-4 max-h-56 overflow-auto">
      <DataTable label={label} columns={columns} rows={table.rows} keyOf={({ key }) => key} />
    </div>
  );
}
