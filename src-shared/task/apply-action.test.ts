import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task, TaskStatus } from '../schema/task.ts';
import { TASK_STATUSES } from '../schema/task-limits.ts';
import { formatTimestamp } from '../time/timestamp.ts';
import type { TaskAction, TaskActionType } from './action.ts';
import type { Actor } from './actor.ts';
import { type ActionResult, applyAction } from './apply-action.ts';
import { TRANSITIONS } from './transitions.ts';

const NOW = formatTimestamp(1_720_787_356_891_000);
const ada: Actor = { kind: 'user', uid: 'ada', name: 'Ada', role: 'operator', skills: ['kyc'] };
const mia: Actor = { kind: 'user', uid: 'mia', name: 'Mia', role: 'manager', skills: [] };
const key: Actor = { kind: 'key', uid: 'key_1', name: 'Back office', source: 'back-office' };

function taskIn(status: TaskStatus, holder: string | null = null): Task {
  const at = formatTimestamp(1_720_000_000_000_000);
  return {
    uid: 't1',
    status,
    status_at: at,
    assignee_uid: status === 'TODO' ? null : holder,
    queue_uid: 'kyc',
    due_at: at,
    created_at: at,
    updated_at: at,
    started_at: status === 'STARTED' ? at : null,
    done_at: status === 'DONE' ? at : null,
    snooze_expires_at: null,
    fields: { title: 'Claim ABC' },
    integrations: {},
    skills: [],
    priority: null,
    version: 7,
  };
}

const ACTIONS: Record<Exclude<TaskActionType, 'create' | 'upsert' | 'route' | 'delete'>, TaskAction> = {
  claim: { type: 'claim', assigneeUid: 'ada' },
  assign: { type: 'assign', assigneeUid: 'ada' },
  unassign: { type: 'unassign' },
  start: { type: 'start' },
  pause: { type: 'pause' },
  complete: { type: 'complete' },
  reopen: { type: 'reopen' },
  snooze: { type: 'snooze', until: NOW },
  skip: { type: 'skip', reason: 'Waiting for the customer', release: true },
  setFields: { type: 'setFields', fields: { title: 'Claim ABD' } },
  move: { type: 'move', queueUid: 'fraud' },
  comment: { type: 'comment', text: 'Called twice' },
  due: { type: 'due' },
  aim: { type: 'aim' },
};

function told(result: ActionResult): string {
  if (!result.ok) return result.refusal.reason;
  return result.steps.map((step) => step.event ?? step.name).join(' ') || 'nothing';
}

/** action × state × actor: one line each. Columns: operator who holds it (or finds it free), another operator's, manager, key. */
const MATRIX: [string, TaskStatus, string, string, string, string][] = [
  ['claim', 'TODO', 'task.assigned', '-', 'task.assigned', 'task.assigned'],
  ['claim', 'ASSIGNED', 'already_yours', 'held', 'held', 'held'],
  ['claim', 'STARTED', 'already_yours', 'held', 'held', 'held'],
  ['claim', 'DONE', 'illegal_transition', 'illegal_transition', 'illegal_transition', 'illegal_transition'],
  ['assign', 'TODO', 'task.assigned', '-', 'task.assigned', 'task.assigned'],
  ['assign', 'ASSIGNED', 'nothing', 'held', 'task.unassigned task.assigned', 'task.unassigned task.assigned'],
  ['assign', 'STARTED', 'nothing', 'held', 'task.paused task.unassigned task.assigned', 'task.paused task.unassigned task.assigned'],
  ['assign', 'DONE', 'illegal_transition', 'illegal_transition', 'illegal_transition', 'illegal_transition'],
  ['unassign', 'TODO', 'illegal_transition', '-', 'illegal_transition', 'illegal_transition'],
  ['unassign', 'ASSIGNED', 'task.unassigned', 'held', 'task.unassigned', 'task.unassigned'],
  ['unassign', 'STARTED', 'task.paused task.unassigned', 'held', 'task.paused task.unassigned', 'task.paused task.unassigned'],
  ['unassign', 'DONE', 'illegal_transition', 'illegal_transition', 'illegal_transition', 'illegal_transition'],
  ['start', 'TODO', 'task.assigned task.started', '-', 'task.assigned task.started', 'assignee_required'],
  ['start', 'ASSIGNED', 'task.started', 'held', 'task.started', 'task.started'],
  ['start', 'STARTED', 'illegal_transition', 'held', 'illegal_transition', 'illegal_transition'],
  ['start', 'DONE', 'illegal_transition', 'illegal_transition', 'illegal_transition', 'illegal_transition'],
  ['pause', 'TODO', 'illegal_transition', '-', 'illegal_transition', 'illegal_transition'],
  ['pause', 'ASSIGNED', 'illegal_transition', 'held', 'illegal_transition', 'illegal_transition'],
  ['pause', 'STARTED', 'task.paused', 'held', 'task.paused', 'task.paused'],
  ['pause', 'DONE', 'illegal_transition', 'illegal_transition', 'illegal_transition', 'illegal_transition'],
  ['complete', 'TODO', 'illegal_transition', '-', 'illegal_transition', 'illegal_transition'],
  ['complete', 'ASSIGNED', 'illegal_transition', 'held', 'illegal_transition', 'illegal_transition'],
  ['complete', 'STARTED', 'task.completed', 'held', 'task.completed', 'task.completed'],
  ['complete', 'DONE', 'illegal_transition', 'illegal_transition', 'illegal_transition', 'illegal_transition'],
  ['reopen', 'TODO', 'illegal_transition', '-', 'illegal_transition', 'illegal_transition'],
  ['reopen', 'ASSIGNED', 'illegal_transition', 'held', 'illegal_transition', 'illegal_transition'],
  ['reopen', 'STARTED', 'illegal_transition', 'held', 'illegal_transition', 'illegal_transition'],
  ['reopen', 'DONE', 'task.reopened', 'illegal_transition', 'task.reopened', 'task.reopened'],
  ['snooze', 'TODO', 'task.snoozed', '-', 'task.snoozed', 'task.snoozed'],
  ['snooze', 'ASSIGNED', 'task.unassigned task.snoozed', 'held', 'task.unassigned task.snoozed', 'task.unassigned task.snoozed'],
  [
    'snooze',
    'STARTED',
    'task.paused task.unassigned task.snoozed',
    'held',
    'task.paused task.unassigned task.snoozed',
    'task.paused task.unassigned task.snoozed',
  ],
  ['snooze', 'DONE', 'illegal_transition', 'illegal_transition', 'illegal_transition', 'illegal_transition'],
  ['skip', 'TODO', 'illegal_transition', '-', 'illegal_transition', 'illegal_transition'],
  ['skip', 'ASSIGNED', 'illegal_transition', 'held', 'illegal_transition', 'illegal_transition'],
  ['skip', 'STARTED', 'task.paused task.unassigned', 'held', 'task.paused task.unassigned', 'task.paused task.unassigned'],
  ['skip', 'DONE', 'illegal_transition', 'illegal_transition', 'illegal_transition', 'illegal_transition'],
  ...TASK_STATUSES.flatMap((status): [string, TaskStatus, string, string, string, string][] => [
    [
      'due',
      status,
      'not_allowed',
      status === 'TODO' ? '-' : status === 'DONE' ? 'illegal_transition' : 'held',
      ...(status === 'DONE' ? (['illegal_transition', 'illegal_transition'] as const) : (['task.due', 'task.due'] as const)),
    ],
    [
      'aim',
      status,
      'not_allowed',
      status === 'TODO' ? '-' : status === 'DONE' ? 'illegal_transition' : 'held',
      ...(status === 'DONE' ? (['illegal_transition', 'illegal_transition'] as const) : (['nothing', 'nothing'] as const)),
    ],
    [
      'move',
      status,
      'not_allowed',
      status === 'TODO' ? '-' : status === 'DONE' ? 'illegal_transition' : 'held',
      ...(status === 'DONE' ? (['illegal_transition', 'illegal_transition'] as const) : (['task.updated', 'task.updated'] as const)),
    ],
    ['comment', status, 'comment', status === 'TODO' ? '-' : 'comment', 'comment', 'comment'],
    [
      'setFields',
      status,
      'task.updated',
      status === 'TODO' ? '-' : status === 'DONE' ? 'illegal_transition' : 'held',
      'task.updated',
      'task.updated',
    ],
  ]),
];

describe('applyAction', () => {
  it('has a line in the matrix for every action in every state', () => {
    const lines = new Set(MATRIX.map(([action, status]) => `${action} ${status}`));
    expect(lines.size).toBe(Object.keys(ACTIONS).length * TASK_STATUSES.length);
  });

  it.each(MATRIX)('%s on %s', (name, status, own, others, manager, byKey) => {
    const action = ACTIONS[name as keyof typeof ACTIONS];
    const context = { now: NOW, queueSkills: ['kyc'] };
    expect(told(applyAction(taskIn(status, 'ada'), action, { ...context, actor: ada }))).toBe(own);
    if (status !== 'TODO') expect(told(applyAction(taskIn(status, 'bo'), action, { ...context, actor: ada }))).toBe(others);
    expect(told(applyAction(taskIn(status, 'bo'), action, { ...context, actor: mia }))).toBe(manager);
    expect(told(applyAction(taskIn(status, 'bo'), action, { ...context, actor: key }))).toBe(byKey);
  });

  it('refuses a free task whose skills the operator lacks, and one in no queue', () => {
    const claim = ACTIONS.claim;
    expect(told(applyAction(taskIn('TODO'), claim, { actor: ada, now: NOW, queueSkills: ['fraud'] }))).toBe('not_allowed');
    expect(told(applyAction(taskIn('TODO'), claim, { actor: ada, now: NOW, queueSkills: null }))).toBe('not_allowed');
    expect(told(applyAction({ ...taskIn('TODO'), skills: ['dutch'] }, claim, { actor: ada, now: NOW, queueSkills: [] }))).toBe(
      'not_allowed',
    );
  });

  it('names the one who lost the task in task.unassigned', () => {
    const result = applyAction(taskIn('STARTED', 'bo'), { type: 'assign', assigneeUid: 'ada' }, { actor: mia, now: NOW, queueSkills: [] });
    expect(result.ok && result.steps.map(({ event, userId }) => [event, userId])).toEqual([
      ['task.paused', 'bo'],
      ['task.unassigned', 'bo'],
      ['task.assigned', 'ada'],
    ]);
  });

  it('creates with the legal steps to the status that the source names', () => {
    const result = applyAction(
      null,
      { type: 'create', uid: 'n1', patch: { status: 'STARTED', assigneeUid: 'bo', fields: { mode: 'merge', value: { a: 1, b: null } } } },
      { actor: key, now: NOW, queueSkills: null, route: () => 'fraud' },
    );
    expect(told(result)).toBe('task.created task.assigned task.started');
    expect(result.ok && result.steps.at(-1)?.task).toMatchObject({ version: 3, queue_uid: 'fraud', fields: { a: 1 }, due_at: NOW });
  });

  it('asks for an assignee where the source names a held status without one', () => {
    const patch = { status: 'ASSIGNED' } as const;
    expect(told(applyAction(taskIn('TODO'), { type: 'upsert', patch }, { actor: key, now: NOW, queueSkills: null }))).toBe(
      'assignee_required',
    );
  });

  it('changes nothing for an upsert that says what is already so', () => {
    const patch = { fields: { mode: 'merge', value: { title: 'Claim ABC', gone: null } } } as const;
    expect(told(applyAction(taskIn('TODO'), { type: 'upsert', patch }, { actor: key, now: NOW, queueSkills: null }))).toBe('nothing');
  });

  it('decides the queue with every step, because its condition may look at the status', () => {
    const route = (task: Task) => `queue-${task.status}`;
    const result = applyAction(taskIn('TODO'), { type: 'start' }, { actor: ada, now: NOW, queueSkills: ['kyc'], route });
    expect(result.ok && result.steps.map((step) => step.task.queue_uid)).toEqual(['queue-ASSIGNED', 'queue-STARTED']);
  });

  it('only ever makes steps of the table, with versions in a row, whatever is asked', () => {
    const status = fc.constantFrom(...TASK_STATUSES);
    const person = fc.constantFrom('ada', 'bo', 'cy');
    const patch = fc.record(
      { status, assigneeUid: fc.option(person), priority: fc.integer(), fields: fc.constant({ mode: 'merge' as const, value: { a: 1 } }) },
      { requiredKeys: [] },
    );
    const action = fc.oneof(
      fc.constantFrom(...Object.values(ACTIONS)),
      patch.map((value): TaskAction => ({ type: 'upsert', patch: value })),
      person.map((assigneeUid): TaskAction => ({ type: 'assign', assigneeUid })),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(action, fc.constantFrom(ada, mia, key)), { maxLength: 30 }), (script) => {
        let task = taskIn('TODO');
        for (const [next, actor] of script) {
          const result = applyAction(task, next, { actor, now: NOW, queueSkills: ['kyc'] });
          if (!result.ok) continue;
          for (const step of result.steps) {
            expect(step.task.version).toBe(task.version + 1);
            if (step.name in TRANSITIONS) {
              const { from, to, event } = TRANSITIONS[step.name as keyof typeof TRANSITIONS];
              expect(from).toContain(task.status);
              expect([step.task.status, step.event]).toEqual([to, event]);
            } else {
              expect(step.task.status).toBe(task.status);
            }
            const held = step.task.status === 'ASSIGNED' || step.task.status === 'STARTED';
            if (held) expect(step.task.assignee_uid).not.toBeNull();
            if (step.task.status === 'TODO') expect(step.task.assignee_uid).toBeNull();
            task = step.task;
          }
        }
      }),
    );
  });
});

describe('a queue with a target', () => {
  const created = formatTimestamp(1_720_000_000_000_000);
  const inFourHours = formatTimestamp(1_720_014_400_000_000);
  const inTwoHours = formatTimestamp(1_720_007_200_000_000);
  const chosen = formatTimestamp(1_730_000_000_000_000);
  const hours = (count: number) => (queueUid: string | null) =>
    queueUid === 'kyc' ? { dueAt: formatTimestamp(1_720_000_000_000_000 + count * 3_600_000_000), minutes: count * 60 } : null;
  const context = { actor: key, now: NOW, queueSkills: null, route: () => 'kyc', dueTarget: hours(4) };
  const last = (result: ActionResult) => (result.ok ? (result.steps.at(-1)?.task ?? null) : null);
  const made = (patch: { dueAt?: string }, others = {}) =>
    last(applyAction(null, { type: 'create', uid: 't1', patch: { createdAt: created, ...patch } }, { ...context, ...others }));

  it('says when a task is due that came without a date, and only then', () => {
    expect(made({})).toMatchObject({ due_at: inFourHours, due_target_minutes: 240 });
    expect(made({ dueAt: chosen })).toMatchObject({ due_at: chosen });
    expect(made({ dueAt: chosen })).not.toHaveProperty('due_target_minutes');
    expect(made({}, { route: () => 'fraud' })).toMatchObject({ due_at: created });
  });

  it('counts before a condition that looks at the due date', () => {
    const route = ({ due_at }: Task) => (due_at === created ? 'kyc' : 'soon');
    expect(made({}, { route })).toMatchObject({ due_at: inFourHours, due_target_minutes: 240, queue_uid: 'soon' });
  });

  it('gives way to a date that the source sends later, and stays where the source sends back what it read', () => {
    const task = made({});
    const upsert = (dueAt: string) => applyAction(task, { type: 'upsert', patch: { dueAt } }, context);
    expect(told(upsert(inFourHours))).toBe('nothing');
    expect(last(upsert(chosen))).toMatchObject({ due_at: chosen });
    expect(last(upsert(chosen))).not.toHaveProperty('due_target_minutes');
  });

  it('is counted anew for what has no date of its own, when somebody asks for it', () => {
    const aim = (task: Task | null, count: number | null) =>
      applyAction(task, ACTIONS.aim, { ...context, dueTarget: count === null ? () => null : hours(count) });
    expect(last(aim(made({}), 2))).toMatchObject({ due_at: inTwoHours, due_target_minutes: 120, version: 2 });
    expect(told(aim(made({}), 4))).toBe('nothing');
    expect(told(aim(made({ dueAt: chosen }), 2))).toBe('nothing');
    const without = last(aim(made({}), null));
    expect(without).toMatchObject({ due_at: created });
    expect(without).not.toHaveProperty('due_target_minutes');
  });
});
