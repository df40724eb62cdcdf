import type { Task } from '../../src-shared/schema/task.ts';
import type { TaskPatch } from '../../src-shared/task/action.ts';
import { actorOf, type Caller } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import type { PeopleBook } from '../people/people-book.ts';
import type { Sql } from '../store/database.ts';
import { RowBatch } from '../store/row-batch.ts';
import type { TaskInput, TaskWarning } from './dialects/task-input.ts';
import { type Assignee, excuseAssignee, findAssignee, namesPerson, nobodyIn } from './find-assignee.ts';
import { refusalError } from './refusal-error.ts';
import type { SourceState, StoredTask } from './stored-task.ts';
import { findNamedTasks, linkExternalId, type NamedTasks, type TaskName } from './task-store.ts';
import { prepareWrites, type TaskWrite, type WriteDependencies, writePreparedTask } from './write-task.ts';

export interface UpsertDependencies extends WriteDependencies {
  people: PeopleBook;
  /** A new task's id where the source gives none. */
  newTaskUid: () => string;
}

export interface UpsertRequest {
  /** `patch` merges fields, `put` replaces them, `post` only ever creates. */
  mode: 'patch' | 'put' | 'post';
  /** The id in the path, if there is one: it goes before what the body says. */
  pathUid: string | null;
  /** The version that the task must have; `any`: it must exist. */
  ifMatch: number | 'any' | null;
  input: TaskInput;
}

export type UpsertOutcome =
  | { ok: true; result: 'created' | 'updated' | 'unchanged'; task: Task; warnings: TaskWarning[] }
  | { ok: false; error: ApiError };

/** Who speaks of a task, and what they say. */
export interface TaskUpsert extends UpsertRequest {
  caller: Caller;
}

/** Creates or updates the task that a source speaks of, in the caller's transaction. What is refused comes back as a value. */
export async function upsertTask(sql: Sql, dependencies: UpsertDependencies, upsert: TaskUpsert): Promise<UpsertOutcome> {
  const [outcome] = await upsertTasks(sql, dependencies, [upsert]);
  if (!outcome) throw new Error('an upsert had no outcome');
  return outcome;
}

/**
 * The same for many, one after the other in their order. What they are about is looked up together, and what they write is
 * sent together: a database is asked as often for many of them as for one.
 */
export async function upsertTasks(sql: Sql, dependencies: UpsertDependencies, upserts: readonly TaskUpsert[]): Promise<UpsertOutcome[]> {
  const names = upserts.map(taskNameOf);
  const [found, assignees] = await Promise.all([
    findNamedTasks(sql, names),
    Promise.all(upserts.map(({ input }) => (namesPerson(input) ? findAssignee(sql, dependencies.people, input) : null))),
    prepareWrites(sql),
  ]);
  const rows = new RowBatch(sql);
  const written = new WrittenTasks();
  const outcomes: UpsertOutcome[] = [];
  for (const [index, upsert] of upserts.entries()) {
    const name = names[index];
    let tasks = found[index];
    if (!name || !tasks) throw new Error('nobody looked for what is written');
    if (written.hasAny(name, tasks)) {
      rows.send();
      [tasks = tasks] = await findNamedTasks(sql, [name]);
    }
    const outcome = upsertFound(sql, dependencies, upsert, { name, tasks, assignee: assignees[index] ?? nobodyIn(upsert.input), rows });
    if (outcome.ok) written.add(name, outcome.task.uid);
    outcomes.push(outcome);
  }
  rows.send();
  return outcomes;
}

/** Those that were written since they were looked up together with others. */
class WrittenTasks {
  readonly #uids = new Set<string>();
  readonly #externalIds = new Map<string, Set<string>>();

  hasAny({ uid, source, externalId }: TaskName, { named, byExternalId }: NamedTasks): boolean {
    if (this.#uids.size === 0) return false;
    return (
      (uid !== null && this.#uids.has(uid)) ||
      (externalId !== null && this.#externalIds.get(source)?.has(externalId) === true) ||
      (named !== null && this.#uids.has(named.task.uid)) ||
      (byExternalId !== null && this.#uids.has(byExternalId.task.uid))
    );
  }

  add({ source, externalId }: TaskName, taskUid: string): void {
    this.#uids.add(taskUid);
    if (externalId === null) return;
    const known = this.#externalIds.get(source);
    if (known) known.add(externalId);
    else this.#externalIds.set(source, new Set([externalId]));
  }
}

function taskNameOf({ caller, pathUid, input }: TaskUpsert): TaskName {
  return { uid: pathUid ?? input.uid, source: sourceOf(caller), externalId: input.externalId };
}

interface FoundUpsert {
  name: TaskName;
  tasks: NamedTasks;
  assignee: Assignee;
  rows: RowBatch;
}

function upsertFound(sql: Sql, dependencies: UpsertDependencies, upsert: TaskUpsert, found: FoundUpsert): UpsertOutcome {
  const { caller, input, mode } = upsert;
  const { name, tasks, rows } = found;
  const { uid, source } = name;
  const { byExternalId } = tasks;
  if (upsert.pathUid !== null && input.uid !== null && input.uid !== upsert.pathUid) {
    return refuse('validation_failed', `The body names the task ${input.uid} and the path ${upsert.pathUid}: send one of them.`);
  }
  const known = uid === null ? byExternalId : tasks.named;
  const before = known?.deleted && uid === null ? null : known;
  const exists = before !== null && !before.deleted;

  if (mode === 'post' && exists) return refuse('already_exists', `A task with the id ${before.task.uid} exists already.`);
  const mismatch = versionMismatch(exists ? before : null, upsert.ifMatch);
  if (mismatch) return mismatch;
  const assignee = found.assignee.ok ? found.assignee : excuseAssignee(found.assignee, input, exists ? before : null);
  if (!assignee.ok) return assignee;
  if (input.queueUid && !dependencies.queues.find(input.queueUid)) {
    return refuse('validation_failed', `queue_uid names no queue: ${input.queueUid}.`);
  }

  const state = exists ? before.sourceState[source] : undefined;
  const patch = patchOf(input, mode, assignee.uid, caller.kind === 'key' ? state : undefined);
  const write: TaskWrite = {
    before,
    action: exists ? { type: 'upsert', patch } : { type: 'create', uid: uid ?? dependencies.newTaskUid(), patch },
    actor: actorOf(caller),
  };
  if (input.queueUid !== undefined && !saysWhereItIs(input, exists ? before : null)) write.queueOverride = input.queueUid;
  // What a person asks for counts each time.
  const sourceState = caller.kind === 'key' ? sourceStateOf(source, exists ? before : null, input, assignee.uid) : null;
  if (sourceState) write.sourceState = sourceState;
  const written = writePreparedTask(sql, dependencies, write, rows);
  if (!written.ok) return { ok: false, error: refusalError(written.refusal, written.before?.task ?? null) };
  const { task } = written.after;
  if (input.externalId !== null && (byExternalId === null || byExternalId.deleted)) {
    linkExternalId(rows, source, input.externalId, task.uid);
  }
  return {
    ok: true,
    result: written.result,
    task,
    warnings: warningsOf(input, patch, exists ? before : null, { source, byExternalId, task, passedOver: assignee.passedOver }),
  };
}

interface WrittenUpsert {
  source: string;
  byExternalId: StoredTask | null;
  task: Task;
  passedOver: string | undefined;
}

/** Those of the body, and of what came to light with the task. */
function warningsOf(
  input: TaskInput,
  patch: TaskPatch,
  before: StoredTask | null,
  { source, byExternalId, task, passedOver }: WrittenUpsert,
): TaskWarning[] {
  const warnings = [...input.warnings];
  if (passedOver) warnings.push({ code: 'unknown_ignored', path: 'status.userId', message: `${passedOver} It was passed over.` });
  if (patch.status === 'TODO' && typeof patch.assigneeUid === 'string') {
    warnings.push({ code: 'overruled', path: assigneePath(input), message: 'It was passed over: a task that is TODO is with nobody.' });
  }
  if (before !== null && input.createdAt !== undefined && input.createdAt !== before.task.created_at) {
    warnings.push({
      code: 'read_only',
      path: input.createdAtKey ?? 'created_at',
      message: 'It counts when the task is made, and was passed over.',
    });
  }
  if (byExternalId && !byExternalId.deleted && byExternalId.task.uid !== task.uid) {
    const message = `${source} knows the task ${byExternalId.task.uid} by it already; it still means that one.`;
    warnings.push({ code: 'external_id_taken', path: 'fields.external_id', message });
  }
  return warnings;
}

function assigneePath({ assigneeEmail, dialect }: TaskInput): string {
  if (assigneeEmail) return 'assignee_email';
  return dialect === 'legacy' ? 'status.userId' : 'assignee_uid';
}

/** The system that writes: two keys may share one. A person is their own source. */
function sourceOf(caller: Caller): string {
  return caller.kind === 'key' ? caller.source : `person:${caller.user.id}`;
}

function versionMismatch(before: StoredTask | null, ifMatch: UpsertRequest['ifMatch']): UpsertOutcome | null {
  if (ifMatch === null) return null;
  if (before === null) return refuse('version_mismatch', 'If-Match asks for a version of a task that does not exist.');
  if (ifMatch === 'any' || ifMatch === before.task.version) return null;
  return refuse('version_mismatch', `The task is at version ${before.task.version}, not ${ifMatch}.`, { version: before.task.version });
}

/**
 * A status, or an assignee, counts only when it differs from what the same source sent last: sources repeat what they
 * know with each change of metadata, and that must not take a task from its operator.
 */
function patchOf(
  input: TaskInput,
  mode: UpsertRequest['mode'],
  assigneeUid: string | null | undefined,
  last: SourceState | undefined,
): TaskPatch {
  const statusCounts = input.status !== undefined && input.status !== last?.status;
  // "TODO, with nobody" is no more than TODO, and as much of a repetition.
  const repeatsTodo = input.status === 'TODO' && !statusCounts && assigneeUid === null && last?.assignee === undefined;
  const assigneeCounts = assigneeUid !== undefined && !repeatsTodo && (statusCounts || assigneeUid !== last?.assignee);
  const fieldsMode = mode === 'put' ? 'replace' : 'merge';
  // One by one: spreading what may be there takes longer than all the rest.
  const patch: TaskPatch = {};
  if (input.fields !== undefined) patch.fields = { mode: fieldsMode, value: input.fields };
  if (input.integrations !== undefined) patch.integrations = { mode: 'merge', value: input.integrations };
  if (statusCounts && input.status !== undefined) patch.status = input.status;
  if (assigneeCounts && assigneeUid !== undefined) patch.assigneeUid = assigneeUid;
  if (input.dueAt !== undefined) patch.dueAt = input.dueAt;
  if (input.createdAt !== undefined) patch.createdAt = input.createdAt;
  if (input.skills !== undefined) patch.skills = input.skills;
  if (input.priority !== undefined) patch.priority = input.priority;
  return patch;
}

/** A task that is sent back names the queue that it is in: that is no choice by hand. */
function saysWhereItIs({ isSentBack, queueUid }: TaskInput, before: StoredTask | null): boolean {
  return isSentBack === true && before !== null && queueUid === before.task.queue_uid;
}

/** What the sources sent last, once the source has sent this; null where that says nothing new. */
function sourceStateOf(
  source: string,
  before: StoredTask | null,
  input: TaskInput,
  assigneeUid: string | null | undefined,
): StoredTask['sourceState'] | null {
  const states = before?.sourceState ?? {};
  const last = states[source];
  // A task that is made without a word on its status is made as TODO.
  const status = input.status ?? last?.status ?? (before === null ? 'TODO' : undefined);
  const assignee = assigneeUid === undefined ? last?.assignee : assigneeUid;
  if (last && last.status === status && last.assignee === assignee) return null;
  if (status === undefined && assignee === undefined) return null;
  const sent: SourceState = {};
  if (status !== undefined) sent.status = status;
  if (assignee !== undefined) sent.assignee = assignee;
  return { ...states, [source]: sent };
}

function refuse(code: ApiError['code'], message: string, details?: unknown): { ok: false; error: ApiError } {
  return { ok: false, error: new ApiError(code, message, details === undefined ? {} : { details }) };
}
