import { useCallback, useEffect } from 'react';
import { useConsole } from '../state/console-context.tsx';
import { interfaceStore } from '../state/interface-state.ts';
import { COMMANDS, commandById } from './catalogue.ts';
import type { Command } from './command.ts';
import { createKeyDispatcher } from './key-dispatcher.ts';
import { currentSituation, isAvailable, runCommand } from './run-command.ts';

/** Runs a command by its id, as a button does. */
export function useRunCommand(): (id: string) => void {
  const handles = useConsole();
  return useCallback((id: string) => void runCommand(commandById(id), handles), [handles]);
}

/** Listens to the keyboard for as long as the console is on the screen. Dialogs and menus keep their keys. */
export function useCommandKeys(): void {
  const handles = useConsole();
  useEffect(() => {
    const dispatch = createKeyDispatcher({
      commands: COMMANDS,
      isActive: (command) => isAvailable(command, currentSituation(handles)),
      run: (command: Command) => void runCommand(command, handles),
      nowMs: () => performance.now(),
    });
    const listen = (event: KeyboardEvent) => {
      if (interfaceStore.getState().overlay !== null || isInPopup(event.target)) return;
      if (isButtonKey(event)) return;
      dispatch(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [handles]);
}

function isInPopup(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=menu],[role=dialog],[role=alertdialog],[role=listbox]') !== null;
}

/** Enter presses the button that has the focus: it must not open a task as well. */
function isButtonKey(event: KeyboardEvent): boolean {
  return (
    event.key === 'Enter' &&
    !event.ctrlKey &&
    !event.metaKey &&
    event.target instanceof Element &&
    event.target.closest('button,a,summary') !== null
  );
}
