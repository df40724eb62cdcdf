import { t } from '../i18n/translate.ts';
import type { ConsoleHandles } from '../state/console-context.tsx';
import { activeUidOf, interfaceStore, pushUndo, raiseAlert } from '../state/interface-state.ts';
import { hasConditions } from '../state/view.ts';
import { availableActs } from './available-acts.ts';
import type { Acted, Command, CommandContext, Situation } from './command.ts';
import { notify } from './notify.ts';
import { surfaces } from './surfaces.ts';

/** What is true now: read when a key is pressed, not while drawing. */
export function currentSituation({ data, account }: ConsoleHandles): Situation {
  const state = interfaceStore.getState();
  const workspace = data.workspace.getSnapshot();
  const sync = data.syncState.getSnapshot();
  const inbox = data.inbox.getSnapshot();
  const uid = state.view.kind === 'tasks' ? activeUidOf(state) : null;
  const entry = uid === null ? null : data.tasks.entry(uid).getSnapshot();
  const queue = entry && workspace.queues.find(({ queue: { id } }) => id === entry.task.queue_uid);
  return {
    view: state.view,
    user: workspace.user,
    entry,
    acts: entry ? availableActs(entry, workspace.user, queue ? queue.queue.skills : null) : new Set(),
    inboxItem: state.view.kind === 'inbox' ? (inbox.find(({ opId }) => opId === state.activeInboxOpId) ?? inbox[0] ?? null) : null,
    inboxCount: inbox.length,
    pendingCount: sync.pendingCount,
    undoable: state.undoSteps.length > 0,
    hasConditions: hasConditions(state.conditions),
    sessionExpired: account.expired || sync.mode === 'expired',
  };
}

/** Whether the command counts where the operator is, and makes sense there. */
export function isAvailable(command: Command, situation: Situation): boolean {
  return (command.place === 'console' || command.place === situation.view.kind) && command.when(situation);
}

/** Runs a command if it makes sense now, and says what became of it. */
export async function runCommand(command: Command, handles: ConsoleHandles): Promise<void> {
  const situation = currentSituation(handles);
  if (!isAvailable(command, situation)) return;
  const context: CommandContext = { situation, data: handles.data, bridge: handles.bridge, surfaces };
  try {
    const acted = await command.run(context);
    if (acted) tellOutcome(command, acted, situation);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    raiseAlert({ title: t('failure.notSaved.title'), text: t('failure.notSaved.text', { message }) });
  }
}

function tellOutcome(command: Command, { taskUid, outcome }: Acted, situation: Situation): void {
  if (!outcome.ok) {
    if (outcome.refusal) notify({ text: t('done.refused', { message: outcome.message }), tone: 'problem' });
    else raiseAlert({ title: t('failure.notSaved.title'), text: t('failure.notSaved.text', { message: outcome.message }) });
    return;
  }
  if (!command.done) return;
  const undoable = command.undo !== undefined;
  if (undoable) pushUndo({ opIds: outcome.opIds, done: command.done, taskUid, view: situation.view });
  notify({
    text: t(command.done),
    ...(situation.entry ? { detail: situation.entry.title } : {}),
    ...(undoable ? { undoOpIds: outcome.opIds } : {}),
  });
}
