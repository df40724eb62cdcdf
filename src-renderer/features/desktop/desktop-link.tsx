import { useEffect } from 'react';
import { COMMANDS } from '../../commands/catalogue.ts';
import { runCommand } from '../../commands/run-command.ts';
import { showTask } from '../../commands/show-task.ts';
import { useConsole } from '../../state/console-context.tsx';
import { goTo } from '../../state/interface-state.ts';
import { useDeskState } from './use-desk-state.ts';
import { useNotices } from './use-notices.ts';
import { useOpenedAddresses } from './use-opened-addresses.ts';

/** Ties the console to the desktop around it: addresses, tray, notices. Draws nothing. */
export function DesktopLink() {
  useOpenedAddresses();
  useDeskState();
  useNotices();
  useDeskEvents();
  return null;
}

/** Where clicks outside of the window lead. */
function useDeskEvents(): void {
  const handles = useConsole();
  useEffect(() => {
    const { bridge, data } = handles;
    const offGo = bridge.on('desk.go', ({ view, taskUid }) => {
      if (view === 'inbox') goTo({ kind: 'inbox' });
      else if (view === 'mine' || taskUid === null) goTo({ kind: 'tasks', scope: { kind: 'mine' } });
      else showTask(data, taskUid);
    });
    const offRun = bridge.on('desk.run', ({ id }) => {
      const command = COMMANDS.find((known) => known.id === id);
      if (command) void runCommand(command, handles);
    });
    return () => {
      offGo();
      offRun();
    };
  }, [handles]);
}
