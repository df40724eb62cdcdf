import type { MiniAction, MiniState } from '../../../src-shared/ipc/desktop-contract.ts';
import { commandById } from '../../commands/catalogue.ts';
import type { Situation } from '../../commands/command.ts';
import { keyLabels } from '../../commands/key-binding.ts';
import { isAvailable } from '../../commands/run-command.ts';
import type { SyncState } from '../../data/console-data.ts';
import { epochMs, formatDuration } from '../../i18n/format-time.ts';
import { type Language, t, tn } from '../../i18n/translate.ts';
import type { Theme } from '../../state/preferences.ts';

/** Why the last act was not done, or what it was. */
export interface MiniNote {
  text: string;
  problem: boolean;
}

export interface MiniGlance {
  taskUid: string;
  /** With the task as its entry. */
  situation: Situation;
  sync: SyncState;
  note: MiniNote | null;
  /** The last thing done here can be taken back. */
  isUndoable: boolean;
  theme: Theme;
  language: Language;
  nowMs: number;
}

/** What the floating player shows, in words: it has none of its own. */
export function miniStateOf(glance: MiniGlance): MiniState {
  const { taskUid, situation, sync, theme, language, nowMs } = glance;
  const { entry } = situation;
  const task = entry?.task;
  const isRunning = task?.status === 'STARTED' && task.started_at !== null;
  return {
    taskUid,
    title: (entry?.title ?? taskUid).slice(0, 300),
    mark: task?.status ?? 'DONE',
    status: t(`status.${task?.status ?? 'DONE'}`),
    pending: entry && entry.pending.length > 0 ? t('status.pending') : null,
    elapsed: isRunning ? formatDuration(nowMs - epochMs(task.started_at ?? '')) : null,
    note: noteOf(glance, sync),
    actions: actionsOf(glance),
    words: {
      label: t('mini.label'),
      close: t('mini.close'),
      cancel: t('app.cancel'),
      apply: t('act.skip'),
      missing: t('skip.missing'),
    },
    theme,
    language,
  };
}

function noteOf({ note, situation }: MiniGlance, sync: SyncState): MiniState['note'] {
  if (note) return { text: note.text.slice(0, 300), problem: note.problem };
  const rejected = situation.entry?.rejected.length ?? 0;
  if (rejected > 0) return { text: tn('status.rejectedTitle', rejected), problem: true };
  if (sync.mode !== 'live' && sync.mode !== 'catching-up') return { text: t('mini.offline'), problem: false };
  return situation.entry?.task.status === 'DONE' ? { text: t('mini.done'), problem: false } : null;
}

/** Always at the same places: what cannot be done now is switched off, and does not move the rest. */
function actionsOf({ situation, isUndoable }: MiniGlance): MiniAction[] {
  const isStarted = situation.entry?.task.status === 'STARTED';
  const isDone = situation.entry === null || situation.entry.task.status === 'DONE';
  const action = (id: string, label: string, primary = false, asks: string | null = null): MiniAction => {
    const command = commandById(id);
    const [keys = null] = command.keys;
    const enabled = isAvailable(command, situation);
    return { id, label, keys, keyLabels: keys === null ? [] : (keyLabels(keys)[0] ?? []), enabled, primary: primary && enabled, asks };
  };
  return [
    action('task.complete', t('act.complete'), isStarted),
    isStarted ? action('task.pause', t('act.pause')) : action('task.start', t('act.start'), !isDone),
    action('task.skip', t('act.skip'), false, t('skip.reason')),
    action('player.next', t('player.next'), isDone),
    ...(situation.entry?.url ? [action('task.openLink', t('mini.open'))] : []),
    ...(isUndoable ? [action('task.undo', t('undo'))] : []),
  ];
}
