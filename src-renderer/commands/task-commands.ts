import { CircleCheck, CirclePause, CirclePlay, Copy, ExternalLink, Hand, MessageSquare, RotateCcw, Undo2, UserMinus } from 'lucide-react';
import { t } from '../i18n/translate.ts';
import { goTo, interfaceStore, raiseAlert, setActiveUid, takeUndo } from '../state/interface-state.ts';
import type { KeyedAct } from './available-acts.ts';
import type { Command, CommandContext } from './command.ts';
import { notify } from './notify.ts';

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
    run: async ({ data, situation: { entry } }) =>
      entry && { taskUid: entry.task.uid, outcome: await data.perform(entry.task.uid, act, {}) },
    undo: ({ data }, opIds) => data.undo(opIds),
    done: `done.${act}`,
  };
}

export const taskCommands: readonly Command[] = [
  actCommand('claim'),
  actCommand('start'),
  actCommand('pause'),
  actCommand('complete'),
  actCommand('unassign'),
  actCommand('reopen'),
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
      requestAnimationFrame(() => surfaces.task?.focusComment());
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
    id: 'task.openLink',
    title: 'command.task.openLink',
    category: 'task',
    icon: ExternalLink,
    keys: ['o'],
    place: 'tasks',
    when: ({ entry }) => entry !== null && entry.url !== null,
    run: ({ bridge, situation: { entry } }) => (entry?.url ? openLink(bridge, entry.url) : undefined),
  },
];

/** Takes a step back, the last one unless another is named, and goes to where it was made. */
export async function undoLast({ data }: Pick<CommandContext, 'data'>, opIds?: readonly string[]): Promise<undefined> {
  const step = takeUndo(opIds);
  if (!step) {
    notify({ text: t('done.nothingToUndo') });
    return;
  }
  const outcome = await data.undo(step.opIds);
  if (outcome.ok) {
    goTo(step.view);
    setActiveUid(step.taskUid);
    notify({ text: t('done.undone', { what: t(step.done) }) });
  } else if (outcome.refusal) notify({ text: t('done.undoRefused', { message: outcome.message }), tone: 'problem' });
  else raiseAlert({ title: t('failure.notSaved.title'), text: t('failure.notSaved.text', { message: outcome.message }) });
}

export async function copyText(name: string, text: string): Promise<undefined> {
  try {
    await navigator.clipboard.writeText(text);
    notify({ text: t('task.copied', { name }) });
  } catch {
    notify({ text: t('task.copyFailed'), tone: 'problem' });
  }
}

export async function openLink(bridge: CommandContext['bridge'], url: string): Promise<undefined> {
  const answer = await bridge.call('shell.openExternal', { url });
  if (!answer.ok) notify({ text: t('task.linkFailed', { message: answer.message }), tone: 'problem' });
}
