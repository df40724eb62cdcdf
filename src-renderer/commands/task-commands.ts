import {
  AlarmClock,
  CircleCheck,
  CirclePause,
  CirclePlay,
  Copy,
  CornerUpRight,
  ExternalLink,
  Hand,
  Link,
  MessageSquare,
  RotateCcw,
  SkipForward,
  Undo2,
  UserMinus,
  UserRoundPlus,
} from 'lucide-react';
import type { ActOutcome } from '../data/console-data.ts';
import { sayKnown, sayOutcome } from '../i18n/say-again.ts';
import { t } from '../i18n/translate.ts';
import { goTo, interfaceStore, raiseAlert, setActiveUid, takeUndo } from '../state/interface-state.ts';
import { floatingPlayer, floatPlayer } from '../state/player.ts';
import { type AskingAct, openTaskDialog } from '../state/task-dialog.ts';
import type { KeyedAct } from './available-acts.ts';
import type { Command, CommandContext } from './command.ts';
import { focusOnceDrawn } from './focus-once-drawn.ts';
import { notify } from './notify.ts';
import type { Surfaces } from './surfaces.ts';

const ACT_KEYS: Readonly<Record<KeyedAct, readonly string[]>> = {
  claim: ['a'],
  start: ['s'],
  pause: ['p'],
  complete: ['$mod+Enter'],
  unassign: ['u'],
  reopen: ['Shift+r'],
};

const ACT_ICONS = {
  claim: Hand,
  start: CirclePlay,
  pause: CirclePause,
  complete: CircleCheck,
  unassign: UserMinus,
  reopen: RotateCcw,
} as const;

function actCommand(act: KeyedAct): Command {
  return {
    id: `task.${act}`,
    title: `command.task.${act}`,
    category: 'task',
    icon: ACT_ICONS[act],
    keys: ACT_KEYS[act],
    place: 'tasks',
    when: ({ entry, acts }) => entry !== null && acts.has(act),
    run: async ({ data, situation: { entry, selection }, surfaces }) => {
      if (selection.size > 0) {
        openTaskDialog({ kind: 'bulk', act, payload: {}, taskUids: inListOrder(selection, surfaces) });
        return null;
      }
      return entry && { taskUid: entry.task.uid, outcome: await data.perform(entry.task.uid, act, {}) };
    },
    undo: ({ data }, opIds) => data.undo(opIds),
    done: `done.${act}`,
  };
}

const ASKING_KEYS: Readonly<Record<AskingAct, readonly string[]>> = {
  assign: ['Shift+a'],
  snooze: ['h'],
  skip: ['Shift+s'],
  move: ['Shift+m'],
};
const ASKING_ICONS = { assign: UserRoundPlus, snooze: AlarmClock, skip: SkipForward, move: CornerUpRight } as const;

function askingCommand(act: AskingAct): Command {
  return {
    id: `task.${act}`,
    title: `command.task.${act}`,
    category: 'task',
    icon: ASKING_ICONS[act],
    keys: ASKING_KEYS[act],
    place: 'tasks',
    when: ({ entry, acts, user }) => entry !== null && acts.has(act) && (act !== 'move' || user.role !== 'operator'),
    undo: ({ data }, opIds) => data.undo(opIds),
    done: `done.${act}`,
    run: ({ situation: { entry, selection }, surfaces }) => {
      const taskUids = selection.size > 0 ? inListOrder(selection, surfaces) : entry ? [entry.task.uid] : [];
      openTaskDialog({ kind: 'ask', act, taskUids });
    },
  };
}

/** What left the list meanwhile comes last: it is still selected, and is told of. */
function inListOrder(selection: ReadonlySet<string>, { list }: Surfaces): readonly string[] {
  const shown = (list?.uids() ?? []).filter((uid) => selection.has(uid));
  return [...new Set([...shown, ...selection])];
}

export const taskCommands: readonly Command[] = [
  actCommand('claim'),
  actCommand('start'),
  actCommand('pause'),
  actCommand('complete'),
  actCommand('unassign'),
  actCommand('reopen'),
  askingCommand('assign'),
  askingCommand('snooze'),
  askingCommand('skip'),
  askingCommand('move'),
  {
    id: 'task.undo',
    title: 'command.task.undo',
    category: 'task',
    icon: Undo2,
    keys: ['z'],
    place: 'console',
    when: ({ undoable }) => undoable,
    run: (context) => undoLast(context),
  },
  {
    id: 'task.comment',
    title: 'command.task.comment',
    category: 'task',
    icon: MessageSquare,
    keys: ['m'],
    place: 'tasks',
    when: ({ entry }) => entry !== null,
    run: ({ surfaces }) => {
      interfaceStore.setState({ paneOpen: true });
      focusOnceDrawn(() => surfaces.task?.focusComment());
    },
  },
  {
    id: 'task.copy',
    title: 'command.task.copy',
    category: 'task',
    icon: Copy,
    keys: ['c'],
    place: 'tasks',
    when: ({ entry }) => entry !== null,
    run: ({ surfaces, situation: { entry } }) => {
      const value = surfaces.task?.focusedValue() ?? (entry && { name: t('task.id'), text: entry.task.uid });
      return value ? copyText(value.name, value.text) : undefined;
    },
  },
  {
    id: 'task.copyLink',
    title: 'command.task.copyLink',
    category: 'task',
    icon: Link,
    keys: ['Shift+c'],
    place: 'tasks',
    when: ({ entry }) => entry !== null,
    run: ({ situation: { entry } }) =>
      entry ? copyText(t('address.copied'), `docket://task/${encodeURIComponent(entry.task.uid)}`) : undefined,
  },
  {
    id: 'task.openLink',
    title: 'command.task.openLink',
    category: 'task',
    icon: ExternalLink,
    keys: ['o'],
    place: 'tasks',
    when: ({ entry }) => entry !== null && entry.url !== null,
    run: ({ bridge, situation: { entry } }) => (entry?.url ? openTaskPage(bridge, entry.task.uid, entry.url) : undefined),
  },
];

/** Takes a step back, the last one unless another is named, and goes to where it was made. */
export async function undoLast({ data }: Pick<CommandContext, 'data'>, opIds?: readonly string[]): Promise<undefined> {
  const step = takeUndo(opIds);
  if (!step) {
    notify({ text: t('done.nothingToUndo') });
    return;
  }
  const { view } = interfaceStore.getState();
  const outcome = await undoAll(data, step.opIds);
  if (outcome.ok) {
    // Many tasks take their time: whoever has gone on meanwhile stays there.
    if (interfaceStore.getState().view === view) goTo(step.view);
    setActiveUid(step.taskUid, step.view);
    notify({ text: t('done.undone', { what: t(step.done) }) });
  } else if (outcome.refusal) notify({ text: t('done.undoRefused', { message: sayOutcome(outcome) }), tone: 'problem' });
  else raiseAlert({ title: t('failure.notSaved.title'), text: t('failure.notSaved.text', { message: sayOutcome(outcome) }) });
}

/** A step on many tasks is taken back in pieces, the last one first. */
async function undoAll(data: CommandContext['data'], opIds: readonly string[]): Promise<ActOutcome> {
  const undone: string[] = [];
  for (let end = opIds.length; end > 0; end -= UNDONE_AT_ONCE) {
    const outcome = await data.undo(opIds.slice(Math.max(0, end - UNDONE_AT_ONCE), end));
    if (!outcome.ok) return outcome;
    undone.push(...outcome.opIds);
  }
  return { ok: true, opIds: undone };
}

/** Each may take three operations to undo, and the journal takes 200 at once. */
const UNDONE_AT_ONCE = 60;

export async function copyText(name: string, text: string): Promise<undefined> {
  try {
    await navigator.clipboard.writeText(text);
    notify({ text: t('task.copied', { name }) });
  } catch {
    notify({ text: t('task.copyFailed'), tone: 'problem' });
  }
}

/** False, and it is said why, where the system would not open it. */
export async function openLink(bridge: CommandContext['bridge'], url: string): Promise<boolean> {
  const answer = await bridge.call('shell.openExternal', { url });
  if (!answer.ok) notify({ text: t('task.linkFailed', { message: sayKnown(answer.message) }), tone: 'problem' });
  return answer.ok;
}

/** In the system's browser; the floating player comes along where that is wanted. */
export async function openTaskPage(bridge: CommandContext['bridge'], taskUid: string, url: string): Promise<undefined> {
  if (!(await openLink(bridge, url))) return;
  const floating = floatingPlayer();
  if (floating?.taskUid !== taskUid && !interfaceStore.getState().floatWithBrowser) return;
  floatPlayer({ taskUid, browserOrigin: new URL(url).origin, focus: false });
}
