import {
  ArrowDown,
  ArrowDownNarrowWide,
  ArrowUp,
  ChartColumn,
  ChevronsDown,
  ChevronsUp,
  Inbox,
  LayoutList,
  ListFilter,
  ListX,
  PanelRight,
  Route,
  Send,
  UserRound,
} from 'lucide-react';
import { goTo, interfaceStore, leaveSettings, setConditions, setSort } from '../state/interface-state.ts';
import { closePlayer, playedUid } from '../state/player.ts';
import { clearSelection } from '../state/selection.ts';
import { NO_CONDITIONS, type Sort, type View } from '../state/view.ts';
import { isWide } from '../state/window-room.ts';
import type { Command, Situation } from './command.ts';
import { focusListOnceDrawn, focusOnceDrawn } from './focus-once-drawn.ts';
import { surfaces } from './surfaces.ts';

const always = () => true;

type MoveId = 'next' | 'previous' | 'first' | 'last' | 'pageDown' | 'pageUp';

function move(id: MoveId, keys: readonly string[], icon: Command['icon'], run: () => void): Command {
  return {
    id: `list.${id}`,
    title: `command.list.${id}`,
    category: 'move',
    icon,
    keys,
    place: 'tasks',
    repeats: true,
    hiddenInPalette: true,
    when: always,
    run: () => {
      run();
    },
  };
}

function sortBy(name: 'Due' | 'Priority' | 'Created' | 'Title' | 'Status', sort: Sort): Command {
  return {
    id: `list.sortBy${name}`,
    title: `command.list.sortBy${name}`,
    category: 'list',
    icon: ArrowDownNarrowWide,
    keys: [],
    place: 'tasks',
    when: always,
    run: () => {
      setSort(sort);
    },
  };
}

export const listCommands: readonly Command[] = [
  move('next', ['j', 'ArrowDown'], ArrowDown, () => surfaces.list?.move(1)),
  move('previous', ['k', 'ArrowUp'], ArrowUp, () => surfaces.list?.move(-1)),
  move('first', ['Home'], ChevronsUp, () => surfaces.list?.moveToEnd('first')),
  move('last', ['End'], ChevronsDown, () => surfaces.list?.moveToEnd('last')),
  move('pageDown', ['PageDown'], ChevronsDown, () => surfaces.list?.movePage(1)),
  move('pageUp', ['PageUp'], ChevronsUp, () => surfaces.list?.movePage(-1)),
  {
    id: 'list.open',
    title: 'command.list.open',
    category: 'move',
    icon: PanelRight,
    keys: ['Enter'],
    place: 'tasks',
    hiddenInPalette: true,
    when: ({ entry }) => entry !== null,
    run: () => {
      interfaceStore.setState({ paneOpen: true });
      // The pane may have to be drawn first.
      focusOnceDrawn(() => surfaces.task?.focus());
    },
  },
  {
    id: 'view.back',
    title: 'command.view.back',
    category: 'move',
    icon: LayoutList,
    keys: ['Escape'],
    place: 'console',
    hiddenInPalette: true,
    when: always,
    run: ({ situation: { selection, view } }) => {
      if (surfaces.page) surfaces.page.back();
      else if (view.kind === 'settings' || view.kind === 'insights') backToWork();
      else backToList(selection);
    },
  },
  {
    id: 'list.filter',
    title: 'command.list.filter',
    category: 'list',
    icon: ListFilter,
    keys: ['[Shift]+/'],
    place: 'tasks',
    when: always,
    run: () => {
      surfaces.list?.focusFilter();
    },
  },
  {
    id: 'list.clearFilters',
    title: 'command.list.clearFilters',
    category: 'list',
    icon: ListX,
    keys: ['Shift+x'],
    place: 'tasks',
    when: (situation) => situation.hasConditions,
    run: () => {
      setConditions(NO_CONDITIONS);
      surfaces.list?.focus();
    },
  },
  sortBy('Due', { path: 'due_at', direction: 'asc' }),
  sortBy('Priority', { path: 'priority', direction: 'desc' }),
  sortBy('Created', { path: 'created_at', direction: 'asc' }),
  sortBy('Title', { path: 'fields.title', direction: 'asc' }),
  sortBy('Status', { path: 'status', direction: 'asc' }),
];

type GoId = 'mine' | 'inbox' | 'all' | 'pending' | 'unrouted';

function go(
  id: GoId,
  keys: readonly string[],
  icon: Command['icon'],
  view: View,
  when: (situation: Situation) => boolean = always,
): Command {
  return {
    id: `go.${id}`,
    title: `command.go.${id}`,
    category: 'go',
    icon,
    keys,
    place: 'console',
    when,
    run: () => {
      goTo(view);
      focusOnceDrawn(() => (surfaces.list ?? surfaces.inbox)?.focus());
    },
  };
}

export const goCommands: readonly Command[] = [
  go('mine', ['g m'], UserRound, { kind: 'tasks', scope: { kind: 'mine' } }),
  go('inbox', ['g i'], Inbox, { kind: 'inbox' }),
  {
    id: 'go.queues',
    title: 'command.go.queues',
    category: 'go',
    icon: LayoutList,
    keys: ['g q'],
    place: 'console',
    hiddenInPalette: true,
    when: always,
    run: () => {
      interfaceStore.setState({ navigationOpen: true });
      focusOnceDrawn(() => surfaces.navigation?.focusQueues());
    },
  },
  go('all', ['g a'], LayoutList, { kind: 'tasks', scope: { kind: 'all' } }),
  go('pending', ['g p'], Send, { kind: 'tasks', scope: { kind: 'pending' } }),
  {
    id: 'go.insights',
    title: 'command.go.insights',
    category: 'go',
    icon: ChartColumn,
    keys: ['g n'],
    place: 'console',
    when: ({ user }) => user.role !== 'operator',
    run: () => {
      goTo({ kind: 'insights' });
      focusOnceDrawn(() => surfaces.settings?.focus());
    },
  },
  go('unrouted', ['g u'], Route, { kind: 'tasks', scope: { kind: 'unrouted' } }, ({ user }) => user.role !== 'operator'),
];

function backToList(selection: ReadonlySet<string>): void {
  const isAtTask = surfaces.task?.hasFocus() ?? false;
  const isPlayerLeft = playedUid() !== null && !isAtTask;
  if (isPlayerLeft) closePlayer();
  if (selection.size > 0 && !isAtTask) clearSelection();
  // Where the pane covers the list, going back uncovers it.
  if (isAtTask && !isWide()) interfaceStore.setState({ paneOpen: false });
  // In place of the player the list has to be drawn first.
  if (isPlayerLeft) focusListOnceDrawn();
  else (surfaces.list ?? surfaces.inbox)?.focus();
}

function backToWork(): void {
  leaveSettings();
  // The list has to be drawn first.
  focusOnceDrawn(() => (surfaces.list ?? surfaces.inbox)?.focus());
}
