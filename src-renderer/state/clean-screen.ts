import { resetInterface } from './interface-state.ts';
import { closePlayer } from './player.ts';
import { openQueueTarget } from './queue-editor.ts';
import { clearSelection } from './selection.ts';
import { openTaskDialog } from './task-dialog.ts';

/** A new account starts with a clean screen, whatever was selected, played or opened by the one before; the look stays. */
export function cleanScreen(): void {
  resetInterface();
  clearSelection();
  closePlayer();
  openTaskDialog(null);
  openQueueTarget({ kind: 'list' });
}
