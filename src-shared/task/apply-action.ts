import type { FindDueTarget } from '../schedule/due-targets.ts';
import type { TaskEvent } from '../schema/event.ts';
import type { JsonObject, Task, TaskStatus } from '../schema/task.ts';
import type { Timestamp } from '../schema/timestamp.ts';
import type { TaskAction, TaskPatch } from './action.ts';
import { type Actor, actsOnAny, coversSkills } from './actor.ts';
import { equalJson, mergeJson } from './merge-json.ts';
import type { Refusal } from './refusal.ts';
import { TRANSITIONS, type TransitionName } from './transitions.ts';

/** What the decision depends on besides the task: passed in, so that server and console decide alike. */
export interface ActionContext {
  actor: Actor;
  now: Timestamp;
  /** Skills that the task's queue asks for; null when the task is in no queue. */
  queueSkills: readonly string[] | null;
  /** Which queue a task belongs to after its content changed. Absent in the console: there the queue stays. */
  route?: (task: Task) => string | null;
  /** When tasks are due that come without a date. Absent where no queue says so. */
  dueTarget?: FindDueTarget;
}

export type StepName = TransitionName | 'create' | 'update' | 'comment' | 'due' | 'delete';

/** One step of a task's history: the state after it, and the event that it is outside. */
export interface Step {
  name: StepName;
  task: Task;
  event: TaskEvent | null;
  /** Whom the event names: the assignee; for `task.unassigned` the one who lost the task. */
  userId: string | null;
  /** Text that belongs to the step: a comment, the reason of a skip. */
  note?: string;
}

export type ActionResult = { ok: true; steps: Step[] } | { ok: false; refusal: Refusal };

/**
 * The only place that knows what may happen to a task. Pure: (task, action, context) → the steps, each with the state
 * after it, or a refusal. No steps means that nothing changes. `task` is null when it does not exist.
 */
export function applyAction(task: Task | null, action: TaskAction, context: ActionContext): ActionResult {
  if (action.type === 'create') {
    if (task) return refuse('already_exists', `A task with the id ${task.uid} exists already.`);
    return createTask(action.uid, action.patch, context);
  }
  if (!task) return refuse('not_found', 'There is no such task.');
  const refusal = refusalFor(task, action, context);
  if (refusal) return { ok: false, refusal };
  return perform(task, action, context);
}

function refusalFor(task: Task, action: TaskAction, context: ActionContext): Refusal | null {
  const { actor } = context;
  if (action.type === 'comment') return null;
  if (action.type === 'claim' && task.assignee_uid === action.assigneeUid && isHeld(task)) {
    return { reason: 'already_yours', message: 'The task is already with this person.' };
  }
  if (action.type === 'claim' && isHeld(task)) return heldBy(task);
  if (actsOnAny(actor)) return null;
  if (actor.kind !== 'user') return null;
  if (task.assignee_uid !== null && task.assignee_uid !== actor.uid) {
    return task.status === 'DONE' ? illegal(task, action.type) : heldBy(task);
  }
  if ((action.type === 'claim' || action.type === 'assign') && action.assigneeUid !== actor.uid) {
    return { reason: 'not_allowed', message: 'Operators take tasks for themselves only.' };
  }
  if (FOR_OTHERS.has(action.type)) {
    return { reason: 'not_allowed', message: 'Operators cannot do this.' };
  }
  if (task.assignee_uid === null && !mayWork(task, actor.skills, context.queueSkills)) {
    return { reason: 'not_allowed', message: 'The task is in no queue that this person may work.' };
  }
  return null;
}

/** What sources, managers and the server itself do. */
const FOR_OTHERS: ReadonlySet<TaskAction['type']> = new Set(['delete', 'upsert', 'due', 'route', 'aim', 'move']);

/** Whether a person's skills let them take the task: they must cover those of its queue and its own. */
export function mayWork(task: Task, skills: readonly string[], queueSkills: readonly string[] | null): boolean {
  return queueSkills !== null && coversSkills(skills, queueSkills) && coversSkills(skills, task.skills);
}

function perform(task: Task, action: Exclude<TaskAction, { type: 'create' }>, context: ActionContext): ActionResult {
  const walk = new Walk(task, context);
  switch (action.type) {
    case 'claim':
    case 'assign':
      if (action.type === 'assign' && task.status === 'DONE') return refuseIllegal(task, action.type);
      if (action.type === 'claim' && task.status !== 'TODO') return refuseIllegal(task, action.type);
      return walk.holdBy(action.assigneeUid, action.type).result();
    case 'unassign':
      if (task.status !== 'ASSIGNED' && task.status !== 'STARTED') return refuseIllegal(task, action.type);
      return walk.release().result();
    case 'start':
      return startTask(task, walk, context);
    case 'pause':
      return task.status === 'STARTED' ? walk.step('pause').result() : refuseIllegal(task, action.type);
    case 'complete':
      if (task.status !== 'STARTED') return refuseIllegal(task, action.type);
      if (action.fields) walk.update({ fields: { mode: 'merge', value: action.fields } });
      if (action.comment !== undefined) walk.comment(action.comment);
      return walk.step('complete').result();
    case 'reopen':
      return task.status === 'DONE' ? walk.step('reopen').result() : refuseIllegal(task, action.type);
    case 'snooze':
      if (task.status === 'DONE') return refuseIllegal(task, action.type);
      return walk.release().snooze(action.until).result();
    case 'skip':
      if (task.status !== 'STARTED') return refuseIllegal(task, action.type);
      walk.step('pause', action.reason);
      return (action.release ? walk.release() : walk).result();
    case 'setFields':
      return walk.update({ fields: { mode: 'merge', value: action.fields } }).result();
    case 'move':
      return task.status === 'DONE' ? refuseIllegal(task, action.type) : walk.move(action.queueUid).result();
    case 'comment':
      return walk.comment(action.text).result();
    case 'upsert':
      return upsertTask(task, action.patch, walk);
    case 'due':
      return task.status === 'DONE' ? refuseIllegal(task, 'become due') : walk.due().result();
    case 'route':
      return walk.update({}).result();
    case 'aim':
      return task.status === 'DONE' ? refuseIllegal(task, 'become due') : walk.aim().result();
    case 'delete':
      return walk.remove().result();
  }
}

function createTask(uid: string, patch: TaskPatch, context: ActionContext): ActionResult {
  const { now } = context;
  const createdAt = patch.createdAt ?? now;
  const blank: Task = {
    uid,
    status: 'TODO',
    status_at: now,
    assignee_uid: null,
    queue_uid: null,
    due_at: patch.dueAt ?? createdAt,
    created_at: createdAt,
    updated_at: now,
    started_at: null,
    done_at: null,
    snooze_expires_at: null,
    fields: mergeJson({}, patch.fields?.value ?? {}),
    integrations: mergeJson({}, patch.integrations?.value ?? {}),
    skills: patch.skills ?? [],
    priority: patch.priority ?? null,
    version: 1,
  };
  blank.queue_uid = context.route?.(blank) ?? null;
  const made = patch.dueAt === undefined ? aimedAt(blank, context) : blank;
  const walk = new Walk(made, context);
  walk.steps.push({ name: 'create', task: made, event: 'task.created', userId: null });
  return reachStatus(patch, walk);
}

/** A new task that came without a due date, with that of the target of its queue. */
export function aimedAt(task: Task, { route, dueTarget }: Pick<ActionContext, 'route' | 'dueTarget'>): Task {
  const target = dueTarget?.(task.queue_uid, task.created_at) ?? null;
  if (target === null) return task;
  const aimed = { ...task, due_at: target.dueAt, due_target_minutes: target.minutes };
  // A condition may look at the due date.
  if (route) aimed.queue_uid = route(aimed);
  return aimed;
}

function startTask(task: Task, walk: Walk, context: ActionContext): ActionResult {
  if (task.status === 'TODO') {
    if (context.actor.kind !== 'user') {
      return refuse('assignee_required', 'The task is with nobody: assign it to a person before it is started.');
    }
    return walk.holdBy(context.actor.uid, 'claim').step('start').result();
  }
  return task.status === 'ASSIGNED' ? walk.step('start').result() : refuseIllegal(task, 'start');
}

function upsertTask(_task: Task, patch: TaskPatch, walk: Walk): ActionResult {
  walk.update(patch);
  return reachStatus(patch, walk);
}

/** Plans the legal single steps from where the walk stands to the status and assignee that the patch names. */
function reachStatus(patch: TaskPatch, walk: Walk): ActionResult {
  const { status: wanted, assigneeUid } = patch;
  if (wanted === undefined && assigneeUid === undefined) return walk.result();
  const current = walk.task;
  const target = wanted ?? statusForAssignee(current.status, assigneeUid ?? null);
  switch (target) {
    case 'TODO':
      if (current.status === 'DONE') walk.step('reopen');
      else walk.release();
      return walk.result();
    case 'ASSIGNED':
    case 'STARTED': {
      const holder = assigneeUid ?? (current.status === 'DONE' ? null : current.assignee_uid);
      if (holder === null) return refuse('assignee_required', `A task that is ${target} needs an assignee.`);
      if (current.status === 'DONE') walk.step('reopen');
      walk.holdBy(holder, 'assign');
      if (target === 'STARTED' && walk.task.status === 'ASSIGNED') walk.step('start');
      if (target === 'ASSIGNED' && walk.task.status === 'STARTED') walk.step('pause');
      return walk.result();
    }
    case 'DONE':
      if (current.status === 'DONE') return walk.result();
      // Whoever the source names did the work: the steps say so before the task is done.
      if (assigneeUid != null && assigneeUid !== current.assignee_uid) walk.holdBy(assigneeUid, 'assign');
      return walk.step(walk.task.status === 'STARTED' ? 'complete' : 'close').result();
  }
}

/** A patch that names an assignee and no status: a task that is done stays so. */
function statusForAssignee(current: TaskStatus, assigneeUid: string | null): TaskStatus {
  if (current === 'DONE') return 'DONE';
  if (assigneeUid === null) return 'TODO';
  return current === 'STARTED' ? 'STARTED' : 'ASSIGNED';
}

/** Goes from state to state and writes down each step. */
class Walk {
  readonly steps: Step[] = [];
  task: Task;
  private readonly context: ActionContext;

  constructor(task: Task, context: ActionContext) {
    this.task = task;
    this.context = context;
  }

  result(): ActionResult {
    return { ok: true, steps: this.steps };
  }

  step(name: TransitionName, note?: string, changes: Partial<Task> = {}): this {
    const { from, to, event } = TRANSITIONS[name];
    const before = this.task;
    // The callers check first; a plan with an illegal step in it is a bug, not a refusal.
    if (!(from as readonly TaskStatus[]).includes(before.status)) throw new Error(`${name} is no step from ${before.status}`);
    const { now } = this.context;
    this.push(name, event, name === 'unassign' ? before.assignee_uid : undefined, note, {
      status: to,
      status_at: now,
      ...effectsOf(name, now),
      ...changes,
    });
    return this;
  }

  /** Ends with the person holding the task (ASSIGNED or STARTED), whoever held it before. */
  holdBy(assigneeUid: string, name: 'claim' | 'assign'): this {
    if (isHeld(this.task) && this.task.assignee_uid === assigneeUid) return this;
    return this.release().step(name, undefined, { assignee_uid: assigneeUid });
  }

  /** Ends with the task in TODO, from ASSIGNED and STARTED. */
  release(): this {
    if (this.task.status === 'STARTED') this.step('pause');
    if (this.task.status === 'ASSIGNED') this.step('unassign');
    return this;
  }

  snooze(until: Timestamp): this {
    return this.step('snooze', undefined, { snooze_expires_at: until });
  }

  /** Whoever knows no rules leaves the task where it is when they shall decide, and counts it as changed. */
  move(queueUid: string | null): this {
    const before = this.task;
    const { route } = this.context;
    const next = { ...before, queue_uid: route ? route(before) : (queueUid ?? before.queue_uid) };
    const isThere = next.queue_uid === before.queue_uid && (route !== undefined || queueUid !== null);
    if (!isThere) this.push('update', 'task.updated', undefined, undefined, next);
    return this;
  }

  comment(text: string): this {
    this.push('comment', null, undefined, text, {});
    return this;
  }

  /** Changes nothing, and has a version, so that the event has its place among the others. */
  due(): this {
    this.push('due', 'task.due', undefined, undefined, {});
    return this;
  }

  remove(): this {
    this.push('delete', null, undefined, undefined, {});
    return this;
  }

  /** A date that somebody chose stays. One that is the time of creation is none. */
  aim(): this {
    const before = this.task;
    if (before.due_target_minutes === undefined && before.due_at !== before.created_at) return this;
    const next = aimedAt({ ...withoutTarget(before), due_at: before.created_at }, this.context);
    if (!sameContent(before, next)) this.keep('update', 'task.updated', next);
    return this;
  }

  update(patch: TaskPatch): this {
    const before = this.task;
    let next: Task = { ...before };
    if (patch.fields) next.fields = patched(before.fields, patch.fields);
    if (patch.integrations) next.integrations = patched(before.integrations, patch.integrations);
    if (patch.dueAt !== undefined && patch.dueAt !== before.due_at) next = { ...withoutTarget(next), due_at: patch.dueAt };
    if (patch.skills !== undefined) next.skills = patch.skills;
    if (patch.priority !== undefined) next.priority = patch.priority;
    if (this.context.route) next.queue_uid = this.context.route(next);
    if (!sameContent(before, next)) this.keep('update', 'task.updated', next);
    return this;
  }

  private push(
    name: StepName,
    event: TaskEvent | null,
    userId: string | null | undefined,
    note: string | undefined,
    changes: Partial<Task>,
  ): void {
    const next: Task = { ...this.task, ...changes };
    this.keep(name, event, next, userId, note);
    // A queue's condition may look at status and assignee; an update was routed before it became a step.
    if (name !== 'delete' && this.context.route) next.queue_uid = this.context.route(next);
  }

  /** `next`: nobody else's. */
  private keep(name: StepName, event: TaskEvent | null, next: Task, userId?: string | null, note?: string): void {
    next.updated_at = this.context.now;
    next.version = this.task.version + 1;
    this.task = next;
    const step: Step = { name, task: next, event, userId: userId === undefined ? next.assignee_uid : userId };
    if (note !== undefined) step.note = note;
    this.steps.push(step);
  }
}

/** What a step sets besides the status. A task that somebody takes is awake. */
function effectsOf(name: TransitionName, now: Timestamp): Partial<Task> {
  switch (name) {
    case 'claim':
    case 'assign':
      return { snooze_expires_at: null };
    case 'unassign':
      return { assignee_uid: null };
    case 'start':
      return { started_at: now };
    case 'complete':
    case 'close':
      return { done_at: now, snooze_expires_at: null };
    case 'reopen':
      return { assignee_uid: null, started_at: null, done_at: null };
    case 'pause':
    case 'snooze':
      return {};
  }
}

function withoutTarget({ due_target_minutes: _target, ...task }: Task): Task {
  return task;
}

function patched(before: JsonObject, patch: { mode: 'merge' | 'replace'; value: JsonObject }): JsonObject {
  if (patch.mode === 'merge') return mergeJson(before, patch.value);
  const next = mergeJson({}, patch.value);
  return equalJson(before, next) ? before : next;
}

function sameContent(a: Task, b: Task): boolean {
  return (
    a.fields === b.fields &&
    a.integrations === b.integrations &&
    a.due_at === b.due_at &&
    a.due_target_minutes === b.due_target_minutes &&
    a.priority === b.priority &&
    a.queue_uid === b.queue_uid &&
    equalJson(a.skills, b.skills)
  );
}

function isHeld(task: Task): boolean {
  return task.status === 'ASSIGNED' || task.status === 'STARTED';
}

function heldBy(task: Task): Refusal {
  return {
    reason: 'held',
    message: 'Somebody else holds the task.',
    ...(task.assignee_uid === null ? {} : { holderUid: task.assignee_uid }),
  };
}

function illegal(task: Task, action: string): Refusal {
  return { reason: 'illegal_transition', message: `A task that is ${task.status} cannot ${action}.` };
}

function refuseIllegal(task: Task, action: string): ActionResult {
  return { ok: false, refusal: illegal(task, action) };
}

function refuse(reason: Refusal['reason'], message: string): ActionResult {
  return { ok: false, refusal: { reason, message } };
}
