import { ChevronDown, ChevronUp, ListChecks, ListX, SquareCheck } from 'lucide-react';
import { t } from '../i18n/translate.ts';
import { activeUidOf, interfaceStore } from '../state/interface-state.ts';
import { changeSelection, clearSelection, SELECTED_MAXIMUM, selectedIn } from '../state/selection.ts';
import { viewKey } from '../state/view.ts';
import type { Command } from './command.ts';
import { notify } from './notify.ts';
import { surfaces } from './surfaces.ts';

function currentView(): string {
  return viewKey(interfaceStore.getState().view);
}

function activeUid(): string | null {
  return activeUidOf(interfaceStore.getState());
}

function add(uids: readonly string[]): void {
  if (!changeSelection(currentView(), { add: uids })) notify({ text: t('select.full', { count: SELECTED_MAXIMUM }), tone: 'problem' });
}

/** Takes the row along, and goes to the next one. Going back over selected rows lets them go. */
function extend(direction: 1 | -1): undefined {
  const from = activeUid();
  surfaces.list?.move(direction);
  const to = activeUid();
  const uids = selectedIn(currentView());
  if (from === null || to === null) return;
  if (uids.has(from) && uids.has(to) && from !== to) changeSelection(currentView(), { remove: [from] });
  else add([from, to]);
}

export const selectionCommands: readonly Command[] = [
  {
    id: 'select.toggle',
    title: 'command.select.toggle',
    category: 'list',
    icon: SquareCheck,
    keys: ['x'],
    place: 'tasks',
    when: ({ entry }) => entry !== null,
    run: () => {
      const uid = activeUid();
      if (uid === null) return;
      if (selectedIn(currentView()).has(uid)) changeSelection(currentView(), { remove: [uid] });
      else add([uid]);
    },
  },
  {
    id: 'select.down',
    title: 'command.select.down',
    category: 'list',
    icon: ChevronDown,
    keys: ['Shift+j', 'Shift+ArrowDown'],
    place: 'tasks',
    repeats: true,
    hiddenInPalette: true,
    when: ({ entry }) => entry !== null,
    run: () => extend(1),
  },
  {
    id: 'select.up',
    title: 'command.select.up',
    category: 'list',
    icon: ChevronUp,
    keys: ['Shift+k', 'Shift+ArrowUp'],
    place: 'tasks',
    repeats: true,
    hiddenInPalette: true,
    when: ({ entry }) => entry !== null,
    run: () => extend(-1),
  },
  {
    id: 'select.all',
    title: 'command.select.all',
    category: 'list',
    icon: ListChecks,
    keys: ['$mod+a'],
    place: 'tasks',
    when: ({ entry }) => entry !== null,
    run: () => {
      add(surfaces.list?.uids() ?? []);
    },
  },
  {
    id: 'select.none',
    title: 'command.select.none',
    category: 'list',
    icon: ListX,
    keys: [],
    place: 'tasks',
    when: ({ selection }) => selection.size > 0,
    run: () => {
      clearSelection();
    },
  },
];
