import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { performAsked } from '../../commands/perform-asked.ts';
import { useConsole } from '../../state/console-context.tsx';
import { closeTaskDialog, openTaskDialog, useTaskDialog } from '../../state/task-dialog.ts';
import { AssignDialog } from './assign-dialog.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { SkipDialog } from './skip-dialog.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';

/** What an act has to be told, and what an act on many tasks will do, before it is done. */
export function TaskDialogs() {
  const dialog = useTaskDialog();
  const { data } = useConsole();
  if (!dialog) return null;
  const close = () => closeTaskDialog(dialog);
  if (dialog.kind === 'bulk') return <BulkDialog {...dialog} onClose={close} />;

  const { act, taskUids } = dialog;
  const [only] = taskUids;
  const go = (payload: JsonObject) => {
    if (taskUids.length > 1 || only === undefined) {
      openTaskDialog({ kind: 'bulk', act, payload, taskUids });
      return;
    }
    close();
    void performAsked(data, only, act, payload);
  };
  switch (act) {
    case 'assign':
      return <AssignDialog taskUids={taskUids} onChoose={(person) => go({ assignee_uid: person.id })} onClose={close} />;
    case 'snooze':
      return <SnoozeDialog count={taskUids.length} onChoose={(until) => go({ until })} onClose={close} />;
    case 'skip':
      return <SkipDialog count={taskUids.length} onChoose={(reason) => go({ reason })} onClose={close} />;
    case 'move':
      return <MoveDialog taskUids={taskUids} onChoose={(queueUid) => go({ queue_uid: queueUid })} onClose={close} />;
  }
}
