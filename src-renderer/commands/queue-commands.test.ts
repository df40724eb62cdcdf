import { expect, it } from 'vitest';
import type { TaskEntry } from '../data/console-data.ts';
import type { Situation } from './command.ts';
import { queueCommands } from './queue-commands.ts';

function situation(role: Situation['user']['role'], queueUid: string | null): Situation {
  const task = { uid: 't1', status: 'TODO', queue_uid: queueUid } as TaskEntry['task'];
  const entry: TaskEntry = { task, title: 't1', url: null, pending: [], doubtful: [], rejected: [] };
  return {
    ...{
      view: { kind: 'tasks', scope: { kind: 'all' } },
      user: { id: 'u', email: '', name: '', role, skills: [], disabled: false },
      entry,
    },
    ...{ acts: new Set(), selection: new Set(), inboxItem: null, inboxCount: 0, pendingCount: 0 },
    ...{ undoable: false, hasConditions: false, sessionExpired: false },
  };
}

function available(role: Situation['user']['role'], queueUid: string | null): string[] {
  return queueCommands.filter(({ when }) => when(situation(role, queueUid))).map(({ id }) => id);
}

it('lets everybody ask why, and managers alone change queues and move tasks by hand', () => {
  expect(available('operator', 'kyc')).toEqual(['task.why']);
  expect(available('manager', 'kyc')).toEqual(['task.why', 'queue.editRule', 'queue.new']);
  expect(available('admin', null)).toEqual(['task.why', 'queue.new']);
});
