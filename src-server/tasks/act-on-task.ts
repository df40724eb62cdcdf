import type { ActionAssignee } from '../../src-shared/http/task-shapes.ts';
import type { Task } from '../../src-shared/schema/task.ts';
import type { User } from '../../src-shared/schema/user.ts';
import type { TaskAction } from '../../src-shared/task/action.ts';
import { actorOf, type Caller } from '../auth/caller.ts';
import type { Clock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import { findPeople, findPeopleByEmail, findPerson, type PeopleByName } from '../people/people.ts';
import type { QueueBook } from '../queues/queue-book.ts';
import type { Sql } from '../store/database.ts';
import { scopeOf } from '../sync/scope.ts';
import { isInScope } from '../sync/sync-document.ts';
import { presentCurrent } from './dialects/present-task.ts';
import { refusalError } from './refusal-error.ts';
import type { StoredTask } from './stored-task.ts';
import { findTask } from './task-store.ts';
import { writeTask } from './write-task.ts';

export interface ActDependencies {
  clock: Clock;
  queues: QueueBook;
}

export interface TaskAct {
  uid: string;
  /** Looks at the task as it stands in the transaction before anything is decided; may throw an ApiError. */
  check?: (task: Task) => void;
  action: TaskAction | ((sql: Sql) => Promise<TaskAction>);
}

/** One action on one task. Throws ApiErrors, and has written nothing then: a 409 shows the task, and who holds it. */
export async function actOnTask(sql: Sql, dependencies: ActDependencies, caller: Caller, act: TaskAct): Promise<Task> {
  const before = await findVisibleTask(sql, dependencies, caller, act.uid);
  act.check?.(before.task);
  const action = typeof act.action === 'function' ? await act.action(sql) : act.action;
  const written = await writeTask(sql, dependencies, { before, action, actor: actorOf(caller) });
  if (written.ok) return written.after.task;
  const { holderUid } = written.refusal;
  if (holderUid === undefined) throw refusalError(written.refusal, before.task);
  const holder = await findPerson(sql, holderUid);
  const name = holder?.name ?? 'somebody else';
  throw new ApiError('held', `The task is with ${name}.`, {
    details: { task: presentCurrent(before.task), holder: { id: holderUid, name } },
  });
}

/** Operators see what their replica may hold; everybody else sees every task. Throws an ApiError `not_found`. */
export async function findVisibleTask(sql: Sql, { queues, clock }: ActDependencies, caller: Caller, uid: string): Promise<StoredTask> {
  const stored = await findTask(sql, uid);
  if (stored && !stored.deleted && seesTask(stored.task, caller, queues, clock)) return stored;
  throw new ApiError('not_found', `There is no task ${uid.slice(0, 128)}.`);
}

function seesTask(task: Task, caller: Caller, queues: QueueBook, clock: Clock): boolean {
  if (caller.kind === 'key' || caller.user.role !== 'operator') return true;
  return isInScope(task, false, scopeOf(caller, queues), clock.nowMicros());
}

/** Who asks, and what the body says about whom they act for. */
export interface AssigneeRequest {
  caller: Caller;
  assignee: ActionAssignee;
}

/**
 * Whom the caller acts for: the person that the body names, else the session's user. A key is no person: it has to name
 * one. Throws ApiErrors: assignee_required, assignee_unknown, validation_failed.
 */
export async function findAssignee(sql: Sql, caller: Caller, assignee: ActionAssignee): Promise<User> {
  const [find] = await findAssignees(sql, [{ caller, assignee }]);
  if (!find) throw new Error('somebody has to ask');
  return find();
}

/** The same for many who ask at once: each has a function that gives back their person, or throws the ApiError. */
export async function findAssignees(sql: Sql, requests: readonly AssigneeRequest[]): Promise<(() => User)[]> {
  const uids = requests.flatMap(({ assignee }) => assignee.assignee_uid ?? []);
  const emails = requests.flatMap(({ assignee }) => assignee.assignee_email ?? []);
  const [byUid, byEmail] = await Promise.all([findPeople(sql, uids), findPeopleByEmail(sql, emails)]);
  return requests.map(
    ({ caller, assignee }) =>
      () =>
        assigneeOf(caller, assignee, byUid, byEmail),
  );
}

function assigneeOf(caller: Caller, assignee: ActionAssignee, byUid: PeopleByName, byEmail: PeopleByName): User {
  const { assignee_uid: uid, assignee_email: email } = assignee;
  if (uid === undefined && email === undefined) {
    if (caller.kind === 'user') return caller.user;
    throw new ApiError('assignee_required', 'A key is no person: name assignee_uid or assignee_email.');
  }
  const person = uid !== undefined ? byUid(uid) : byEmail(email ?? '');
  if (!person || person.disabled) throw new ApiError('assignee_unknown', `There is nobody called ${uid ?? email} who could work.`);
  if (uid !== undefined && email !== undefined && byEmail(email)?.id !== uid) {
    throw new ApiError('validation_failed', 'assignee_uid and assignee_email name different people.');
  }
  return person;
}
