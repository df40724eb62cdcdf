import { appCommands } from './app-commands.ts';
import type { Command } from './command.ts';
import { creationCommands } from './creation-commands.ts';
import { desktopCommands } from './desktop-commands.ts';
import { inboxCommands } from './inbox-commands.ts';
import { goCommands, listCommands } from './list-commands.ts';
import { playerCommands } from './player-commands.ts';
import { queueCommands } from './queue-commands.ts';
import { selectionCommands } from './selection-commands.ts';
import { settingsCommands } from './settings-commands.ts';
import { taskCommands } from './task-commands.ts';
import { viewCommands } from './view-commands.ts';

/** Every command there is. Palette, keys, buttons, tooltips and the help sheet are made from this list. */
export const COMMANDS: readonly Command[] = [
  ...taskCommands,
  ...creationCommands,
  ...playerCommands,
  ...listCommands,
  ...selectionCommands,
  ...inboxCommands,
  ...goCommands,
  ...viewCommands,
  ...queueCommands,
  ...settingsCommands,
  ...desktopCommands,
  ...appCommands,
];

const byId = new Map(COMMANDS.map((command) => [command.id, command]));

export function commandById(id: string): Command {
  const command = byId.get(id);
  if (!command) throw new Error(`there is no command ${id}`);
  return command;
}
