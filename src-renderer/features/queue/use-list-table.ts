import {
  type ColumnDef,
  type ColumnSizingState,
  columnResizingFeature,
  columnSizingFeature,
  rowSortingFeature,
  type SortingState,
  type TableOptions,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table';
import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import { changeColumnLayout, columnLayoutOf, NARROWEST_PX, useColumnLayout } from '../../state/column-layouts.ts';
import { interfaceStore, setSort, sortOf, useInterface } from '../../state/interface-state.ts';
import type { View } from '../../state/view.ts';
import { columnOfSort, joinAssignee, type ListColumn, listColumn, roomyPx, sortPath } from './list-columns.ts';

const features = tableFeatures({ columnSizingFeature, columnResizingFeature, rowSortingFeature });

/** The table has the columns only. Rows come sorted from the data layer, 100,000 of them as ids: none become table rows. */
const NO_ROWS: ListColumn[] = [];

/** `room`: what the columns have to fit in. */
export function useListTable(room: RefObject<HTMLElement | null>) {
  const view = useInterface((state) => state.view);
  const { columns: paths, widths } = useColumnLayout();
  const sort = useInterface(sortOf);
  const all = useMemo(() => paths.map(listColumn), [paths]);
  const isNarrow = useIsNarrower(room, roomyPx(all, widths));
  const columns = useMemo(
    () => (isNarrow ? joinAssignee(all, new Set([...Object.keys(widths), columnOfSort(sort.path)])) : all),
    [isNarrow, all, widths, sort.path],
  );
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
  // Other options are another table, and draw the heads anew: none are made for a key.
  const options = useMemo(
    () =>
      ({
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
      }) satisfies TableOptions<typeof features, ListColumn>,
    [definitions, sort, widths, view],
  );
  const table = useTable(options);
  const template = columns
    .map(({ path, track }) => {
      const size = widths[path];
      return size === undefined ? track : path === 'title' ? `minmax(${size}px, 1fr)` : `${size}px`;
    })
    .join(' ');
  return { table, columns, template };
}

function useIsNarrower(room: RefObject<HTMLElement | null>, neededPx: number): boolean {
  const [isNarrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    const { current } = room;
    if (!current) return undefined;
    const measure = () => setNarrow(current.clientWidth < neededPx);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [room, neededPx]);
  return isNarrow;
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
