import {
  type ColumnDef,
  type ColumnSizingState,
  columnResizingFeature,
  columnSizingFeature,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { changeColumnLayout, columnLayoutOf, NARROWEST_PX, useColumnLayout } from '../../state/column-layouts.ts';
import { interfaceStore, setSort, sortOf, useInterface } from '../../state/interface-state.ts';
import type { View } from '../../state/view.ts';
import { columnOfSort, type ListColumn, listColumn, sortPath } from './list-columns.ts';

const features = tableFeatures({ columnSizingFeature, columnResizingFeature, rowSortingFeature });

/** The table has the columns only. Rows come sorted from the data layer, 100,000 of them as ids: none become table rows. */
const NO_ROWS: ListColumn[] = [];

export function useListTable() {
  const view = useInterface((state) => state.view);
  const { columns: paths, widths } = useColumnLayout();
  const sort = useInterface(sortOf);
  const columns = useMemo(() => paths.map(listColumn), [paths]);
  const definitions = useMemo(
    () =>
      columns.map(
        ({ path, label, sizePx }): ColumnDef<typeof features, ListColumn> => ({
          id: path,
          header: label,
          accessorFn: () => null,
          size: sizePx,
          minSize: NARROWEST_PX,
          sortDescFirst: path === 'priority',
        }),
      ),
    [columns],
  );
  const table = useTable({
    features,
    data: NO_ROWS,
    columns: definitions,
    manualSorting: true,
    enableSortingRemoval: false,
    enableMultiSort: false,
    columnResizeMode: 'onChange',
    state: { sorting: [{ id: columnOfSort(sort.path), desc: sort.direction === 'desc' }], columnSizing: widths },
    onSortingChange: applySorting,
    onColumnSizingChange: (updater) => applySizing(view, updater),
  });
  const template = columns
    .map(({ path, track }) => {
      const size = widths[path];
      return size === undefined ? track : path === 'title' ? `minmax(${size}px, 1fr)` : `${size}px`;
    })
    .join(' ');
  return { table, columns, template };
}

function applySizing(view: View, updater: Updater<ColumnSizingState>): void {
  const { widths } = columnLayoutOf(view);
  changeColumnLayout(view, { widths: typeof updater === 'function' ? updater(widths) : updater });
}

function applySorting(updater: Updater<SortingState>): void {
  const sort = sortOf(interfaceStore.getState());
  const before = [{ id: columnOfSort(sort.path), desc: sort.direction === 'desc' }];
  const [next] = typeof updater === 'function' ? updater(before) : updater;
  if (next) setSort({ path: sortPath(next.id), direction: next.desc ? 'desc' : 'asc' });
}
