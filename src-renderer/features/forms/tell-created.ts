import { notify } from '../../commands/notify.ts';
import type { ActOutcome } from '../../data/console-data.ts';
import { t } from '../../i18n/translate.ts';
import { interfaceStore, pushUndo } from '../../state/interface-state.ts';

/** Offers to take it back only while it cannot have been sent: what the server has made stays made. */
export function tellCreated(
  outcome: ActOutcome & { ok: true } & { taskUid: string },
  { title, undoable }: { title: string; undoable: boolean },
): void {
  const { opIds, taskUid } = outcome;
  if (undoable) pushUndo({ opIds, done: 'done.create', taskUid, view: interfaceStore.getState().view });
  notify({ text: t('done.create'), detail: title, ...(undoable ? { undoOpIds: opIds } : {}) });
}
