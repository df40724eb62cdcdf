import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo } from 'react';
import { changeColumnLayout } from '../../state/column-layouts.ts';
import { useInterface } from '../../state/interface-state.ts';
import { classNames } from '../../ui/class-names.ts';
import { moveColumn } from './list-columns.ts';
import type { useListTable } from './use-list-table.ts';

type ListTable = Pick<ReturnType<typeof useListTable>, 'table' | 'columns'>;

const DRAGGED = 'application/x-docket-column';

/** Column heads: sorted by a click, sized at their edge, moved by dragging. By keyboard all of it is in the Display menu. */
export const ListHeader = memo(function ListHeader({ table, columns }: ListTable) {
  const view = useInterface((state) => state.view);
  const drop = (dragged: string, toIndex: number) => {
    const paths = columns.map(({ path }) => path);
    if (paths.includes(dragged)) changeColumnLayout(view, { columns: moveColumn(paths, dragged, toIndex - paths.indexOf(dragged)) });
  };
  return (
    <thead className="sticky top-0 z-10 block">
      <tr aria-rowindex={1} className="grid h-7 grid-cols-(--columns) border-b border-line bg-canvas px-2">
        {table.getFlatHeaders().map((header, index) => {
          const sorted = header.column.getIsSorted();
          const column = columns[index];
          return (
            <th
              key={header.id}
              scope="col"
              aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
              onDragOver={(event) => {
                if (event.dataTransfer.types.includes(DRAGGED)) event.preventDefault();
              }}
              onDrop={(event) => {
                event.preventDefault();
                drop(event.dataTransfer.getData(DRAGGED), index);
              }}
              className="group/head relative flex min-w-0 items-center font-normal"
            >
              <button
                type="button"
                tabIndex={-1}
                draggable
                onDragStart={(event) => event.dataTransfer.setData(DRAGGED, header.id)}
                onClick={header.column.getToggleSortingHandler()}
                className={classNames(
                  'flex h-full w-full min-w-0 items-center gap-1 rounded-sm px-2 text-small hover:text-ink',
                  column?.alignEnd && 'justify-end',
                  sorted ? 'text-ink' : 'text-ink-faint',
                )}
              >
                <span className="truncate">{column?.label}</span>
                {sorted === 'asc' ? <ArrowUp aria-hidden="true" size={12} className="shrink-0" /> : null}
                {sorted === 'desc' ? <ArrowDown aria-hidden="true" size={12} className="shrink-0" /> : null}
              </button>
              <div
                aria-hidden="true"
                onMouseDown={header.getResizeHandler()}
                onTouchStart={header.getResizeHandler()}
                onDoubleClick={() => header.column.resetSize()}
                className="absolute inset-y-1.5 -right-1 z-10 w-2 cursor-col-resize border-x-[3.5px] border-transparent bg-clip-padding group-hover/head:bg-line-strong hover:!bg-accent-ink"
              />
            </th>
          );
        })}
      </tr>
    </thead>
  );
});
