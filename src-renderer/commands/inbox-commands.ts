import { ArrowDown, ArrowUp, Check, CheckCheck, PanelRight, RotateCw } from 'lucide-react';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { InboxItem, TaskAct, TaskActPayload } from '../data/console-data.ts';
import { sayOutcome } from '../i18n/say-again.ts';
import { t, tn } from '../i18n/translate.ts';
import { goTo, openNewTask, raiseAlert, setActiveUid } from '../state/interface-state.ts';
import type { Command, CommandContext } from './command.ts';
import { focusListOnceDrawn } from './focus-once-drawn.ts';
import { notify } from './notify.ts';
import { surfaces } from './surfaces.ts';

export const inboxCommands: readonly Command[] = [
  {
    id: 'inbox.next',
    title: 'command.inbox.next',
    category: 'inbox',
    icon: ArrowDown,
    keys: ['j', 'ArrowDown'],
    place: 'inbox',
    repeats: true,
    hiddenInPalette: true,
    when: ({ inboxCount }) => inboxCount > 0,
    run: () => {
      surfaces.inbox?.move(1);
    },
  },
  {
    id: 'inbox.previous',
    title: 'command.inbox.previous',
    category: 'inbox',
    icon: ArrowUp,
    keys: ['k', 'ArrowUp'],
    place: 'inbox',
    repeats: true,
    hiddenInPalette: true,
    when: ({ inboxCount }) => inboxCount > 0,
    run: () => {
      surfaces.inbox?.move(-1);
    },
  },
  {
    id: 'inbox.open',
    title: 'command.inbox.open',
    category: 'inbox',
    icon: PanelRight,
    keys: ['Enter'],
    place: 'inbox',
    // What was never made cannot be opened.
    when: ({ inboxItem }) => inboxItem !== null && inboxItem.action !== 'create',
    run: ({ data, situation: { inboxItem } }) => (inboxItem ? openRejectedTask(data, inboxItem) : undefined),
  },
  {
    id: 'inbox.dismiss',
    title: 'command.inbox.dismiss',
    category: 'inbox',
    icon: Check,
    keys: ['e'],
    place: 'inbox',
    when: ({ inboxItem }) => inboxItem !== null,
    run: ({ data, situation: { inboxItem } }) => (inboxItem ? dismiss(data, [inboxItem.opId]) : undefined),
  },
  {
    id: 'inbox.dismissAll',
    title: 'command.inbox.dismissAll',
    category: 'inbox',
    icon: CheckCheck,
    keys: ['Shift+e'],
    place: 'inbox',
    when: ({ inboxCount }) => inboxCount > 0,
    run: ({ data }) =>
      dismiss(
        data,
        data.inbox.getSnapshot().map(({ opId }) => opId),
      ),
  },
  {
    id: 'inbox.retry',
    title: 'command.inbox.retry',
    category: 'inbox',
    icon: RotateCw,
    keys: ['r'],
    place: 'inbox',
    when: ({ inboxItem }) => inboxItem !== null && canRetry(inboxItem),
    run: ({ data, situation: { inboxItem } }) => (inboxItem ? retry(data, inboxItem) : undefined),
  },
];

/** Whether doing the same again could end otherwise. */
export function canRetry(item: InboxItem): boolean {
  if (item.action === 'create') return true;
  if (item.action === 'withdraw') return false;
  switch (item.reason) {
    case 'illegal_transition':
    case 'held':
    case 'not_allowed':
    case 'assignee_required':
    case 'depends_on_rejected':
      return true;
    case 'already_yours':
    case 'not_found':
    case 'deleted':
    case 'already_exists':
    case 'assignee_unknown':
    case 'invalid_payload':
    case 'withdrawn':
    case 'already_applied':
    case 'sequence_reused':
    case 'payload_mismatch':
    case 'unreadable':
      return false;
  }
}

/** What is being tried again, until it has left the inbox. */
const retried = new Set<string>();

async function retry(data: CommandContext['data'], item: InboxItem): Promise<undefined> {
  if (item.action === 'withdraw' || retried.has(item.opId)) return;
  if (item.action === 'create') return createAgain(item);
  retried.add(item.opId);
  try {
    await performAgain(data, item, item.action);
  } finally {
    retried.delete(item.opId);
  }
}

async function performAgain(data: CommandContext['data'], item: InboxItem, act: TaskAct): Promise<undefined> {
  // The payload was one of this action's when it was recorded.
  const outcome = await data.perform(item.taskUid, act, item.payload as TaskActPayload<TaskAct>);
  if (outcome.ok) await data.dismiss([item.opId]);
  else if (outcome.refusal) notify({ text: t('done.refused', { message: sayOutcome(outcome) }), tone: 'problem' });
  else raiseAlert({ title: t('failure.notSaved.title'), text: t('failure.notSaved.text', { message: sayOutcome(outcome) }) });
}

/** With what was typed, to be put right. */
function createAgain({ opId, payload }: InboxItem): undefined {
  const { formId, values } = payload;
  openNewTask({ formId: typeof formId === 'string' ? formId : null, values: (values ?? {}) as JsonObject, replacesOpId: opId });
}

async function dismiss(data: CommandContext['data'], opIds: readonly string[]): Promise<undefined> {
  await data.dismiss(opIds);
  notify({ text: tn('done.dismissed', opIds.length) });
}

/** Goes to a list that has the task: its queue, or everything open. */
async function openRejectedTask(data: CommandContext['data'], item: InboxItem): Promise<undefined> {
  const entry = data.tasks.entry(item.taskUid).getSnapshot();
  const queueUid = entry?.task.queue_uid;
  const known = data.workspace.getSnapshot().queues.some(({ queue }) => queue.id === queueUid);
  goTo({ kind: 'tasks', scope: queueUid && known ? { kind: 'queue', queueUid } : { kind: 'all' } });
  setActiveUid(item.taskUid);
  focusListOnceDrawn();
}
