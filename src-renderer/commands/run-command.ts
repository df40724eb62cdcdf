import { sayOutcome } from '../i18n/say-again.ts';
import { t } from '../i18n/translate.ts';
import type { ConsoleHandles } from '../state/console-context.tsx';
import { activeUidOf, interfaceStore, pushUndo, raiseAlert } from '../state/interface-state.ts';
import { selectedIn } from '../state/selection.ts';
import { hasConditions, type View, viewKey } from '../state/view.ts';
import { availableActs, TASK_ACTS } from './available-acts.ts';
import type { Acted, Command, CommandContext, Situation } from './command.ts';
import { notify } from './notify.ts';
import { surfaces } from './surfaces.ts';

const EVERY_ACT: Situation['acts'] = new Set(TASK_ACTS);

/** What is true now: read when a key is pressed, not while drawing. */
export function currentSituation(handles: ConsoleHandles): Situation {
  const state = interfaceStore.getState();
  const uid = state.view.kind === 'tasks' ? activeUidOf(state) : null;
  return situationOf(handles, state.view, uid, selectedIn(viewKey(state.view)));
}

/** What would be true if the operator stood on this one task, where the work is. */
export function situationAt(handles: ConsoleHandles, taskUid: string): Situation {
  const { workView } = interfaceStore.getState();
  return situationOf(handles, workView.kind === 'tasks' ? workView : OWN_WORK, taskUid, NOTHING_SELECTED);
}

const OWN_WORK: View = { kind: 'tasks', scope: { kind: 'mine' } };
const NOTHING_SELECTED: Situation['selection'] = new Set();

function situationOf({ data, account }: ConsoleHandles, view: View, uid: string | null, selection: Situation['selection']): Situation {
  const state = interfaceStore.getState();
  const workspace = data.workspace.getSnapshot();
  const sync = data.syncState.getSnapshot();
  const inbox = data.inbox.getSnapshot();
  const entry = uid === null ? null : data.tasks.entry(uid).getSnapshot();
  const queue = entry && workspace.queues.find(({ queue: { id } }) => id === entry.task.queue_uid);
  return {
    view,
    user: workspace.user,
    entry,
    // What is selected is looked at one by one before anything is done: nothing is ruled out here.
    acts: selection.size > 0 ? EVERY_ACT : entry ? availableActs(entry, workspace.user, queue ? queue.queue.skills : null) : new Set(),
    selection,
    inboxItem: view.kind === 'inbox' ? (inbox.find(({ opId }) => opId === state.activeInboxOpId) ?? inbox[0] ?? null) : null,
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

/** Runs a command if it makes sense now, or in another situation, and says what became of it. */
export async function runCommand(command: Command, handles: ConsoleHandles, situation = currentSituation(handles)): Promise<void> {
  if (!isAvailable(command, situation)) return;
  const context: CommandContext = { situation, data: handles.data, bridge: handles.bridge, server: handles.server, surfaces };
  try {
    const acted = await command.run(context);
    if (acted) tellOutcome(command, acted, { view: situation.view, title: situation.entry?.title ?? null });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    raiseAlert({ title: t('failure.notSaved.title'), text: t('failure.notSaved.text', { message }) });
  }
}

/** Says what became of it, and keeps it for undo. */
export function tellOutcome(command: Command, { taskUid, outcome }: Acted, at: { view: View; title: string | null }): void {
  if (!outcome.ok) {
    if (outcome.refusal) notify({ text: t('done.refused', { message: sayOutcome(outcome) }), tone: 'problem' });
    else raiseAlert({ title: t('failure.notSaved.title'), text: t('failure.notSaved.text', { message: sayOutcome(outcome) }) });
    return;
  }
  if (!command.done) return;
  const undoable = command.undo !== undefined;
  if (undoable) pushUndo({ opIds: outcome.opIds, done: command.done, taskUid, view: at.view });
  notify({
    text: t(command.done),
    ...(at.title === null ? {} : { detail: at.title }),
    ...(undoable ? { undoOpIds: outcome.opIds } : {}),
  });
}
