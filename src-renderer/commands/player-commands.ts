import { AppWindow, PictureInPicture2, SkipForward, X } from 'lucide-react';
import type { ConsoleData } from '../data/console-data.ts';
import { sayOutcome } from '../i18n/say-again.ts';
import { t } from '../i18n/translate.ts';
import { interfaceStore, setActiveUid } from '../state/interface-state.ts';
import { closePlayer, floatingPlayer, floatPlayer, openPlayer, playedUid } from '../state/player.ts';
import type { Command, CommandContext } from './command.ts';
import { focusListOnceDrawn } from './focus-once-drawn.ts';
import { claimNext } from './next-task.ts';
import { notify } from './notify.ts';
import { openLink } from './task-commands.ts';

export const playerCommands: readonly Command[] = [
  {
    id: 'player.work',
    title: 'command.player.work',
    category: 'task',
    icon: AppWindow,
    keys: ['w'],
    place: 'tasks',
    when: ({ entry, acts }) => entry !== null && (acts.has('start') || entry.task.status === 'STARTED'),
    run: async ({ data, situation: { entry } }) => {
      if (!entry) return null;
      openPlayer(entry.task.uid);
      if (entry.task.status === 'STARTED') return null;
      return { taskUid: entry.task.uid, outcome: await data.perform(entry.task.uid, 'start', {}) };
    },
    undo: ({ data }, opIds) => data.undo(opIds),
    done: 'done.start',
  },
  {
    id: 'player.next',
    title: 'command.player.next',
    category: 'task',
    icon: SkipForward,
    keys: ['n', '$mod+Shift+n'],
    place: 'tasks',
    when: ({ view }) => view.kind === 'tasks',
    run: (context) => workNext(context),
  },
  {
    id: 'player.float',
    title: 'command.player.float',
    category: 'task',
    icon: PictureInPicture2,
    keys: ['Shift+w'],
    place: 'tasks',
    when: ({ entry }) => entry !== null || floatingPlayer() !== null,
    run: ({ situation: { entry } }) => {
      const taskUid = playedUid() ?? entry?.task.uid;
      floatPlayer(floatingPlayer() || !taskUid ? null : { taskUid, browserOrigin: null, focus: true });
    },
  },
  {
    id: 'player.close',
    title: 'command.player.close',
    category: 'view',
    icon: X,
    keys: [],
    place: 'tasks',
    when: () => playedUid() !== null || floatingPlayer() !== null,
    run: () => {
      closePlayer();
      focusListOnceDrawn();
    },
  },
];

let claimingFrom: ConsoleData | null = null;

/** One at a time: a key that is pressed twice, while the answer takes its time, asks for no second task. */
async function workNext(context: CommandContext): Promise<undefined> {
  const { data } = context;
  if (claimingFrom === data) return;
  claimingFrom = data;
  try {
    await claimAndShow(context);
  } finally {
    if (claimingFrom === data) claimingFrom = null;
  }
}

/** Claims the next task and goes to it; in the player it is started, and its page opened. */
async function claimAndShow({ data, server, bridge, situation: { view } }: CommandContext): Promise<undefined> {
  if (view.kind !== 'tasks') return;
  const next = await claimNext(data, server, view.scope);
  if (next.kind === 'failed') {
    notify({ text: t('done.refused', { message: next.message }), tone: 'problem' });
    return;
  }
  if (next.kind === 'none') {
    notify({ text: t('player.nothingLeft') });
    return;
  }
  // Where it was asked for: the operator may be somewhere else by now.
  setActiveUid(next.taskUid, view);
  interfaceStore.setState({ paneOpen: true });
  const floating = floatingPlayer();
  if (playedUid() === null && !floating) {
    notify({ text: t('done.claim'), detail: data.tasks.entry(next.taskUid).getSnapshot()?.title ?? next.taskUid });
    return;
  }
  if (playedUid() !== null) openPlayer(next.taskUid);
  if (floating) floatPlayer({ ...floating, taskUid: next.taskUid, focus: false });
  const url = data.tasks.entry(next.taskUid).getSnapshot()?.url ?? null;
  // In the browser, where the one before was, and nowhere else: an address may have come from anybody.
  if (url !== null && floating?.browserOrigin === new URL(url).origin) void openLink(bridge, url);
  const outcome = await data.perform(next.taskUid, 'start', {});
  if (!outcome.ok) notify({ text: t('done.refused', { message: sayOutcome(outcome) }), tone: 'problem' });
}
