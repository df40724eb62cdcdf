import { Check } from 'lucide-react';
import { memo } from 'react';
import type { Person, User } from '../../../src-shared/schema/user.ts';
import { t } from '../../i18n/translate.ts';
import { useTaskEntry } from '../../state/console-context.tsx';
import { useInterface } from '../../state/interface-state.ts';
import { useIsAnySelected, useIsSelected } from '../../state/selection.ts';
import { viewKey } from '../../state/view.ts';
import { classNames } from '../../ui/class-names.ts';
import type { ListColumn } from './list-columns.ts';
import type { PointerKeys } from './select-by-pointer.ts';
import { TaskCell } from './task-cell.tsx';

export interface TaskRowProps {
  id: string;
  taskUid: string;
  index: number;
  topPx: number;
  active: boolean;
  columns: readonly ListColumn[];
  user: User;
  people: ReadonlyMap<string, Person>;
  onActivate: (taskUid: string, keys: PointerKeys) => void;
  onOpen: (taskUid: string) => void;
}

/** One line of the list. It listens to its own task only: a change elsewhere draws nothing here. */
export const TaskRow = memo(function TaskRow(props: TaskRowProps) {
  const { id, taskUid, index, topPx, active, columns, user, people, onActivate, onOpen } = props;
  const entry = useTaskEntry(taskUid);
  const view = useInterface((state) => viewKey(state.view));
  const selected = useIsSelected(view, taskUid);
  const isAnySelected = useIsAnySelected(view);
  return (
    // The grid holds the focus and the keys: rows are pointed at by aria-activedescendant.
    <tr
      id={id}
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected || (active && !isAnySelected)}
      data-active={active || undefined}
      data-task-uid={taskUid}
      data-status={entry?.task.status}
      data-pending={entry && entry.pending.length > 0 ? 'true' : undefined}
      onMouseDown={(event) => onActivate(taskUid, event)}
      onDoubleClick={() => onOpen(taskUid)}
      style={{ transform: `translateY(${topPx}px)` }}
      className={classNames(
        'absolute inset-x-0 top-0 grid h-(--row-height) contain-strict grid-cols-(--columns) items-center border-b border-line px-2 outline-none',
        active
          ? 'bg-selected-idle before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-ink-faint group-focus/grid:bg-selected group-focus/grid:before:bg-accent-ink'
          : selected
            ? 'bg-selected-idle'
            : 'hover:bg-hover',
      )}
    >
      {columns.map((column, position) => (
        <td
          key={column.path}
          className={classNames('flex min-w-0 items-center overflow-hidden px-2 whitespace-nowrap', column.alignEnd && 'justify-end')}
        >
          {selected && position === 0 ? (
            <Check aria-label={t('select.selected')} size={10} strokeWidth={3.5} className="absolute left-[3px] text-accent-ink" />
          ) : null}
          {entry ? <TaskCell column={column} entry={entry} user={user} people={people} /> : null}
        </td>
      ))}
    </tr>
  );
});
