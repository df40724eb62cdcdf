import { ApiError } from '../http/api-error.ts';
import type { PeopleBook } from '../people/people-book.ts';
import type { Sql } from '../store/database.ts';
import type { TaskInput } from './dialects/task-input.ts';
import type { StoredTask } from './stored-task.ts';

type KnownAssignee = { ok: true; uid: string | null | undefined; passedOver?: string };
/** With the id that was named, if it was one. */
type UnknownAssignee = { ok: false; uid: string | null; error: ApiError };
export type Assignee = KnownAssignee | UnknownAssignee;

export function namesPerson({ assigneeUid, assigneeEmail }: TaskInput): boolean {
  return typeof assigneeUid === 'string' || typeof assigneeEmail === 'string';
}

/** Null: the task is to be with nobody; undefined: nothing was said. */
export function nobodyIn({ assigneeUid, assigneeEmail }: TaskInput): Assignee {
  return { ok: true, uid: assigneeUid === null || assigneeEmail === null ? null : undefined };
}

/** Whom an input that names a person means. */
export async function findAssignee(sql: Sql, people: PeopleBook, input: TaskInput): Promise<Assignee> {
  const { assigneeUid, assigneeEmail } = input;
  if (assigneeEmail === undefined || assigneeEmail === null) {
    const uid = assigneeUid ?? null;
    if (uid === null) return nobodyIn(input);
    const person = await people.find(sql, uid);
    return person && !person.disabled ? { ok: true, uid } : unknownAssignee(uid, uid);
  }
  const person = await people.findByEmail(sql, assigneeEmail);
  if (!person || person.disabled) return unknownAssignee(assigneeEmail, person?.id ?? null);
  if (typeof assigneeUid === 'string' && assigneeUid !== person.id) {
    const error = new ApiError('validation_failed', 'assignee_email names another person than assignee_uid does.');
    return { ok: false, uid: null, error };
  }
  return { ok: true, uid: person.id };
}

function unknownAssignee(name: string, uid: string | null): UnknownAssignee {
  return { ok: false, uid, error: new ApiError('assignee_unknown', `There is no active person ${name} to assign the task to.`) };
}

/**
 * Only who is to be given a task must be there to take it. A task that is sent back names the person it is with, who may
 * have left since; and a source of the legacy dialect closes tasks in the name of its own people.
 */
export function excuseAssignee(unknown: UnknownAssignee, input: TaskInput, before: StoredTask | null): Assignee {
  const { status } = input;
  const isGiven = status === 'ASSIGNED' || status === 'STARTED';
  if (unknown.uid !== null && unknown.uid === before?.task.assignee_uid && (!isGiven || status === before.task.status)) {
    return { ok: true, uid: unknown.uid };
  }
  if (input.isAssigneeOfStatus && !isGiven) return { ok: true, uid: undefined, passedOver: unknown.error.message };
  return unknown;
}
