import { X } from 'lucide-react';
import type { JsonValue } from '../../../src-shared/schema/task.ts';
import type { Person, User } from '../../../src-shared/schema/user.ts';
import type { TaskPath } from '../../data/console-data.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { setConditions, useInterface } from '../../state/interface-state.ts';
import { useStore } from '../../state/use-store.ts';
import { columnLabel, columnOfSort, valueText } from './list-columns.ts';
import { assigneeText } from './task-cell.tsx';

/** What hides tasks, and how to stop it. */
export function FilterChips() {
  const { data } = useConsole();
  const { user, people } = useStore(data.workspace);
  const { statuses, filters } = useInterface((state) => state.conditions);
  if (statuses === null && filters.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-1.5 px-4 pb-2">
      {statuses ? (
        <Chip
          name={t('column.status')}
          value={statuses.map((status) => t(`status.${status}`)).join(', ')}
          onRemove={() => setConditions({ statuses: null })}
        />
      ) : null}
      {filters.map((filter) => (
        <Chip
          key={`${filter.path} ${filter.operator}`}
          name={columnLabel(columnOfSort(filter.path))}
          value={filter.values.map((value) => filterValueText(filter.path, value, user, people)).join(', ')}
          onRemove={() => setConditions({ filters: filters.filter((known) => known !== filter) })}
        />
      ))}
    </div>
  );
}

/** A value as the filter menu and the chips name it. */
export function filterValueText(path: TaskPath, value: JsonValue, user: User, people: ReadonlyMap<string, Person>): string {
  if (path === 'assignee_uid') return typeof value === 'string' ? assigneeText(value, user, people) : t('person.nobody');
  return valueText(value) || t('list.emptyValue');
}

function Chip({ name, value, onRemove }: { name: string; value: string; onRemove: () => void }) {
  return (
    <span className="inline-flex h-6 max-w-80 items-center rounded-md border border-line-strong bg-surface pl-2 text-small">
      <span className="shrink-0 text-ink-faint">{name}:&nbsp;</span>
      <span className="truncate font-medium">{value}</span>
      <button
        type="button"
        aria-label={t('list.removeFilter', { name })}
        onClick={onRemove}
        className="ml-0.5 flex size-6 shrink-0 items-center justify-center rounded-md text-ink-muted hover:bg-hover hover:text-ink"
      >
        <X aria-hidden="true" size={13} />
      </button>
    </span>
  );
}
