import { CircleHelp, Plus, Route, Save } from 'lucide-react';
import { goTo, interfaceStore } from '../state/interface-state.ts';
import { openQueueTarget, type QueueTarget } from '../state/queue-editor.ts';
import { setWhyOpen } from '../state/why-open.ts';
import type { Command, Situation } from './command.ts';
import { focusOnceDrawn } from './focus-once-drawn.ts';
import { surfaces } from './surfaces.ts';

export const queueCommands: readonly Command[] = [
  {
    id: 'task.why',
    title: 'command.task.why',
    category: 'task',
    icon: CircleHelp,
    keys: ['y'],
    place: 'tasks',
    when: ({ entry }) => entry !== null,
    run: () => {
      showWhy();
    },
  },
  {
    id: 'queue.editRule',
    title: 'command.queue.editRule',
    category: 'go',
    icon: Route,
    keys: ['g r'],
    place: 'tasks',
    when: (situation) => situation.user.role !== 'operator' && queueOf(situation) !== null,
    run: ({ situation }) => {
      const id = queueOf(situation);
      if (id !== null) enterQueues({ kind: 'queue', id });
    },
  },
  {
    id: 'queue.new',
    title: 'command.queue.new',
    category: 'settings',
    icon: Plus,
    keys: [],
    place: 'console',
    when: ({ user }) => user.role !== 'operator',
    run: () => {
      enterQueues({ kind: 'new' });
    },
  },
  {
    id: 'queue.save',
    title: 'command.queue.save',
    category: 'settings',
    icon: Save,
    keys: ['$mod+s'],
    place: 'settings',
    inFields: true,
    when: ({ view }) => view.kind === 'settings' && view.panel === 'queues',
    run: () => {
      surfaces.queueEditor?.save();
    },
  },
];

/** The active task's; that of the list where the task is in none. */
function queueOf({ entry, view }: Situation): string | null {
  const listed = view.kind === 'tasks' && view.scope.kind === 'queue' ? view.scope.queueUid : null;
  return entry?.task.queue_uid ?? listed;
}

function showWhy(): void {
  interfaceStore.setState({ paneOpen: true });
  setWhyOpen(true);
  // The rules have to be drawn first.
  focusOnceDrawn(() => surfaces.why?.focus());
}

function enterQueues(target: QueueTarget): void {
  openQueueTarget(target);
  goTo({ kind: 'settings', panel: 'queues' });
  // The panel has to be drawn first; a new queue begins at its name by itself.
  if (target.kind !== 'new') focusOnceDrawn(() => surfaces.settings?.focus());
}
