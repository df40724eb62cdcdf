import { AArrowDown, AArrowUp, ALargeSmall, SlidersHorizontal } from 'lucide-react';
import { changePreferences, interfaceStore, openOverlay } from '../state/interface-state.ts';
import { DEFAULT_PREFERENCES, TEXT_SIZES } from '../state/preferences.ts';
import type { Command } from './command.ts';

const always = () => true;

export const desktopCommands: readonly Command[] = [
  {
    id: 'view.zoomIn',
    title: 'command.view.zoomIn',
    category: 'view',
    icon: AArrowUp,
    // The plus key of other keyboards has it without Shift, and so has the number pad.
    keys: ['$mod+=', '$mod+(\\+)', '$mod+Shift+(\\+)'],
    place: 'console',
    inFields: true,
    repeats: true,
    when: always,
    run: () => {
      resize(1);
    },
  },
  {
    id: 'view.zoomOut',
    title: 'command.view.zoomOut',
    category: 'view',
    icon: AArrowDown,
    keys: ['$mod+-'],
    place: 'console',
    inFields: true,
    repeats: true,
    when: always,
    run: () => {
      resize(-1);
    },
  },
  {
    id: 'view.zoomReset',
    title: 'command.view.zoomReset',
    category: 'view',
    icon: ALargeSmall,
    keys: ['$mod+0'],
    place: 'console',
    inFields: true,
    when: always,
    run: () => {
      changePreferences({ textSize: DEFAULT_PREFERENCES.textSize });
    },
  },
  {
    id: 'app.preferences',
    title: 'command.app.preferences',
    category: 'app',
    icon: SlidersHorizontal,
    keys: ['$mod+,'],
    place: 'console',
    when: always,
    run: () => {
      openOverlay('preferences');
    },
  },
];

/** To the next size there is. */
function resize(steps: 1 | -1): void {
  const at = TEXT_SIZES.indexOf(interfaceStore.getState().textSize);
  changePreferences({ textSize: TEXT_SIZES[at + steps] ?? interfaceStore.getState().textSize });
}
