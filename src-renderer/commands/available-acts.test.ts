import { expect, test } from 'vitest';
import type { Task } from '../../src-shared/schema/task.ts';
import type { User } from '../../src-shared/schema/user.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { TaskEntry } from '../data/console-data.ts';
import { availableActs, primaryAct } from './available-acts.ts';

const at = formatTimestamp(1_700_000_000_000_000);
const ada: User = { id: 'ada', email: 'ada@example.com', name: 'Ada', role: 'operator', skills: [], disabled: false };

function entry(change: Partial<Task>): TaskEntry {
  const task: Task = {
    uid: 't1',
    status: 'TODO',
    status_at: at,
    assignee_uid: null,
    queue_uid: 'q',
    due_at: at,
    created_at: at,
    updated_at: at,
    started_at: null,
    done_at: null,
    snooze_expires_at: null,
    fields: {},
    integrations: {},
    skills: [],
    priority: null,
    version: 1,
    ...change,
  };
  return { task, title: 't1', url: null, pending: [], doubtful: [], rejected: [] };
}

function acts(change: Partial<Task>, user: User = ada): string[] {
  return [...availableActs(entry(change), user, [])].filter((act) => act !== 'comment');
}

test('what is offered follows the state machine', () => {
  expect(acts({})).toEqual(['claim', 'start', 'snooze']);
  expect(acts({ status: 'ASSIGNED', assignee_uid: 'ada' })).toEqual(['start', 'unassign', 'snooze']);
  expect(acts({ status: 'STARTED', assignee_uid: 'ada' })).toEqual(['pause', 'complete', 'unassign', 'snooze', 'skip']);
  expect(acts({ status: 'DONE', assignee_uid: 'ada' })).toEqual(['reopen']);
});

test('an operator is offered nothing on a task that somebody else holds, a manager is', () => {
  expect(acts({ status: 'STARTED', assignee_uid: 'bo' })).toEqual([]);
  expect(acts({ status: 'STARTED', assignee_uid: 'bo' }, { ...ada, role: 'manager' })).toEqual([
    'pause',
    'complete',
    'unassign',
    'assign',
    'snooze',
    'skip',
    'move',
  ]);
});

test('a task that asks for skills is not offered to somebody without them', () => {
  expect(acts({ skills: ['german'] })).toEqual([]);
});

test('the first button is the next step of the main job', () => {
  const primary = (change: Partial<Task>) => primaryAct(availableActs(entry(change), ada, []));
  expect(primary({})).toBe('claim');
  expect(primary({ status: 'ASSIGNED', assignee_uid: 'ada' })).toBe('start');
  expect(primary({ status: 'STARTED', assignee_uid: 'ada' })).toBe('complete');
  expect(primary({ status: 'DONE', assignee_uid: 'ada' })).toBe('reopen');
  expect(primary({ status: 'STARTED', assignee_uid: 'bo' })).toBeNull();
});
