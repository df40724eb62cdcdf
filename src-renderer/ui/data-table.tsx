import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { classNames } from './class-names.ts';

export interface DataColumn<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the end. */
  align?: 'end';
  /** A Tailwind width; the columns without one share what is left. */
  width?: string;
  /** Left out where the table is narrow, first `second`. */
  importance?: 'second' | 'third';
}

export interface DataTableProps<Row> {
  label: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** The row that is open beside the table. */
  openKey?: string | null;
  onOpen?: (row: Row) => void;
  /** Below the last row: paging. */
  footer?: ReactNode;
}

const HIDDEN = { second: '@max-[480px]:hidden', third: '@max-[760px]:hidden' } as const;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 10, PageUp: -10 };

/** Rows of one kind. One tab stop: arrows, J and K move, Enter opens. */
export function DataTable<Row>({ label, columns, rows, keyOf, openKey = null, onOpen, footer }: DataTableProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [focusKey, setFocusKey] = useState<string | null>(null);
  const stopKey = [focusKey, openKey].find((key) => rows.some((row) => keyOf(row) === key)) ?? (rows[0] ? keyOf(rows[0]) : null);
  // One tab stop: the rows take the focus in turn.
  const gridRole = { role: 'grid', 'aria-label': label, 'aria-rowcount': rows.length + 1 };
  return (
    <div className="@container min-w-0">
      <table {...gridRole} className="w-full table-fixed border-separate border-spacing-0">
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, index) => {
            const key = keyOf(row);
            return (
              <DataRow
                key={key}
                rowKey={key}
                index={index}
                row={row}
                columns={columns}
                isOpen={key === openKey}
                isStop={key === stopKey}
                onFocus={() => setFocusKey(key)}
                onMove={(event) => moveFocus(event, body.current, index)}
                {...(onOpen ? { onOpen: () => onOpen(row) } : {})}
              />
            );
          })}
        </tbody>
      </table>
      {footer}
    </div>
  );
}

function HeaderCell<Row>({ column: { header, align, width, importance } }: { column: DataColumn<Row> }) {
  return (
    <th
      scope="col"
      className={classNames(
        'sticky top-0 z-10 h-8 truncate border-b border-line bg-surface px-2 text-left text-small font-medium text-ink-faint first:pl-6 last:pr-6 max-medium:first:pl-4',
        align === 'end' && 'text-right',
        width,
        importance && HIDDEN[importance],
      )}
    >
      {header}
    </th>
  );
}

interface DataRowProps<Row> {
  rowKey: string;
  index: number;
  row: Row;
  columns: readonly DataColumn<Row>[];
  isOpen: boolean;
  isStop: boolean;
  onFocus: () => void;
  /** Whether the key moved the focus. */
  onMove: (event: KeyboardEvent) => boolean;
  onOpen?: () => void;
}

function DataRow<Row>({ rowKey, index, row, columns, isOpen, isStop, onFocus, onMove, onOpen }: DataRowProps<Row>) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const opens = onOpen !== undefined && (event.key === 'Enter' || event.key === ' ');
    if (opens) onOpen();
    if (opens || onMove(event)) event.preventDefault();
  };
  return (
    <tr
      data-row={rowKey}
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      tabIndex={isStop ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onClick={onOpen}
      className={classNames(
        'group focus-visible:-outline-offset-2',
        isOpen ? 'bg-selected' : onOpen ? 'hover:bg-hover active:bg-selected-idle' : null,
      )}
    >
      {columns.map(({ id, cell, align, importance }) => (
        <td
          key={id}
          className={classNames(
            'h-(--row-height) truncate border-b border-line px-2 first:pl-6 last:pr-6 max-medium:first:pl-4',
            align === 'end' && 'text-right tabular-nums',
            importance && HIDDEN[importance],
          )}
        >
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

function moveFocus({ key }: KeyboardEvent, body: HTMLElement | null, index: number): boolean {
  const rows = [...(body?.querySelectorAll<HTMLElement>('tr') ?? [])];
  const step = STEPS[key];
  const wanted = key === 'Home' ? 0 : key === 'End' ? rows.length - 1 : step === undefined ? null : index + step;
  if (wanted === null) return false;
  rows[Math.max(0, Math.min(rows.length - 1, wanted))]?.focus();
  return true;
}
