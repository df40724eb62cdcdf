import { CircleDashed, ListFilter, Search, SlidersHorizontal, X } from 'lucide-react';
import { memo, type RefObject } from 'react';
import type { TaskStatus } from '../../../src-shared/schema/task.ts';
import { TASK_STATUSES } from '../../../src-shared/schema/task-limits.ts';
import { CommandKeys, shortcutOf } from '../../commands/command-keys.tsx';
import { formatNumber, t, tn } from '../../i18n/translate.ts';
import { setConditions, useInterface } from '../../state/interface-state.ts';
import { useClosedUntil } from '../../state/open-hours.ts';
import { Button } from '../../ui/button.tsx';
import { ClosedMark } from '../../ui/closed-mark.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuCheckItem } from '../../ui/menu.tsx';
import { StatusLabel } from '../../ui/status-icon.tsx';
import { DisplayMenu } from './display-menu.tsx';
import { FieldFilterMenu } from './field-filter-menu.tsx';
import { FilterChips } from './filter-chips.tsx';

export interface ListToolbarProps {
  title: string;
  /** Null: not known yet. */
  count: number | null;
  filterInput: RefObject<HTMLInputElement | null>;
  onLeaveFilter: () => void;
}

export const ListToolbar = memo(function ListToolbar({ title, count, filterInput, onLeaveFilter }: ListToolbarProps) {
  return (
    <header className="@container shrink-0 border-b border-line">
      <div className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1 px-4 py-1.5">
        <h1 className="flex min-w-0 flex-1 items-baseline gap-2 text-heading font-semibold">
          <span className="truncate">{title}</span>
          <ListCount count={count} />
          <Closed />
        </h1>
        <FilterBox input={filterInput} onLeave={onLeaveFilter} />
        <ListTools />
      </div>
      <FilterChips />
    </header>
  );
});

/** Three menus cost as much as a fifth of the rows: neither the row nor the number of them changes any. */
const ListTools = memo(function ListTools() {
  return (
    <div className="flex items-center gap-0.5">
      <StatusMenu />
      <FieldFilterMenu
        trigger={
          <Button variant="quiet" icon={ListFilter}>
            <ToolLabel text={t('list.addFilter')} />
          </Button>
        }
      />
      <DisplayMenu
        trigger={
          <Button variant="quiet" icon={SlidersHorizontal}>
            <ToolLabel text={t('list.display')} />
          </Button>
        }
      />
    </div>
  );
});

/** Beside what is unsent the navigation counts changes: here it is said that these are tasks. */
function ListCount({ count }: { count: number | null }) {
  const ofChanges = useInterface(({ view }) => view.kind === 'tasks' && view.scope.kind === 'pending');
  const text = ofChanges ? (number: number) => tn('list.count', number) : formatNumber;
  return <span className="shrink-0 text-small font-normal text-ink-faint">{count === null ? null : text(count)}</span>;
}

/** That the queue on the screen is closed now, and until when. */
function Closed() {
  const view = useInterface((state) => state.view);
  const text = useClosedUntil(view.kind === 'tasks' && view.scope.kind === 'queue' ? view.scope.queueUid : null);
  return text === null ? null : <ClosedMark text={text} />;
}

/** In a narrow list the icon stands alone; its name stays for those who do not see it. */
function ToolLabel({ text }: { text: string }) {
  return <span className="@max-[560px]:sr-only">{text}</span>;
}

function FilterBox({ input, onLeave }: { input: RefObject<HTMLInputElement | null>; onLeave: () => void }) {
  const text = useInterface((state) => state.conditions.text);
  return (
    <div className="relative w-44 @max-[440px]:w-32">
      <Search aria-hidden="true" size={14} className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-ink-faint" />
      <input
        ref={input}
        type="text"
        value={text}
        data-list-filter
        aria-label={t('list.filter')}
        placeholder={t('list.filter')}
        spellCheck={false}
        {...shortcutOf('list.filter')}
        onChange={(event) => setConditions({ text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') setConditions({ text: '' });
          if (event.key === 'Escape' || event.key === 'Enter' || event.key === 'ArrowDown') {
            event.preventDefault();
            onLeave();
          }
        }}
        className="peer h-7 w-full rounded-md border border-line-strong bg-surface pr-7 pl-7 text-body hover:border-ink-faint"
      />
      {text === '' ? (
        <span className="pointer-events-none absolute inset-y-0 right-1.5 flex items-center peer-focus:hidden">
          <CommandKeys id="list.filter" />
        </span>
      ) : (
        <span className="absolute inset-y-0 right-0.5 flex items-center">
          <IconButton icon={X} label={t('list.clearFilter')} onClick={() => setConditions({ text: '' })} />
        </span>
      )}
    </div>
  );
}

const OPEN: readonly TaskStatus[] = ['TODO', 'ASSIGNED', 'STARTED'];

function StatusMenu() {
  const statuses = useInterface((state) => state.conditions.statuses);
  const shown = statuses ?? OPEN;
  const toggle = (status: TaskStatus, checked: boolean) => {
    const next = TASK_STATUSES.filter((known) => (known === status ? checked : shown.includes(known)));
    const isDefault = next.length === OPEN.length && OPEN.every((known) => next.includes(known));
    setConditions({ statuses: isDefault || next.length === 0 ? null : next });
  };
  return (
    <Menu
      trigger={
        <Button variant="quiet" icon={CircleDashed}>
          <ToolLabel text={t('list.status')} />
        </Button>
      }
    >
      {TASK_STATUSES.map((status) => (
        <MenuCheckItem key={status} checked={shown.includes(status)} onChange={(checked) => toggle(status, checked)}>
          <StatusLabel mark={status}>{t(`status.${status}`)}</StatusLabel>
        </MenuCheckItem>
      ))}
    </Menu>
  );
}
