import type { ValueIssue } from '../../src-shared/form/check-values.ts';
import { pathText } from '../../src-shared/form/form-fields.ts';
import { checkSubmission, fieldsOfTask, type ReadForm, readForm } from '../../src-shared/form/read-form.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { Actor } from '../../src-shared/task/actor.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import { actorOf, type Caller } from '../auth/caller.ts';
import { fieldsProblem } from '../tasks/check-fields.ts';
import type { TaskWrite } from '../tasks/write-task.ts';
import type { StoredForm } from './form-rows.ts';

/** What was sent for a form → the write that makes its task. It can only create. */
export type FormTask =
  | { ok: true; write: Pick<TaskWrite, 'action' | 'actor' | 'atMicros' | 'queueOverride'> }
  | { ok: false; issues: ValueIssue[] };

export interface FormTaskRequest {
  uid: string;
  values: JsonObject;
  /** Null: whoever found the public page. */
  caller: Caller | null;
  nowMicros: number;
}

export function planFormTask(stored: StoredForm, { uid, values, caller, nowMicros }: FormTaskRequest): FormTask {
  const problem = fieldsProblem(values);
  if (problem !== null) return { ok: false, issues: [{ path: [], message: problem }] };
  const form = readStoredForm(stored);
  const issues = checkSubmission(form, values);
  if (issues.length > 0) return { ok: false, issues };
  const { queue_uid, due_in_seconds } = stored.target;
  const dueAt = due_in_seconds === null ? {} : { dueAt: formatTimestamp(nowMicros + due_in_seconds * 1_000_000) };
  const patch = { fields: { mode: 'merge', value: fieldsOfTask(form, values) }, ...dueAt } as const;
  return {
    ok: true,
    write: { action: { type: 'create', uid, patch }, actor: formActor(stored, caller), atMicros: nowMicros, queueOverride: queue_uid },
  };
}

/** Throws when a later server takes less than the one that stored it: the form has to be edited. */
export function readStoredForm(stored: StoredForm): ReadForm {
  const read = readForm(stored);
  if (!read.ok) throw new Error(`the form ${stored.id} cannot be read any more: ${read.issues[0]?.path} ${read.issues[0]?.message}`);
  return read.form;
}

export function issueSentence({ path, message }: ValueIssue): string {
  return `${['values', ...path].join('.')} ${message}`;
}

/** As details of errors, and as the page finds its fields. */
export function describeIssues(issues: readonly ValueIssue[]): { path: string; field: string; message: string }[] {
  return issues.map(({ path, message }) => ({ path: ['body', 'values', ...path].join('.'), field: pathText(path), message }));
}

/** The history says which form it was, beside who filled it in. */
function formActor({ title }: StoredForm, caller: Caller | null): Actor {
  const form = `form “${title}”`;
  if (!caller) return { kind: 'system', name: form };
  const actor = actorOf(caller);
  return { ...actor, name: `${actor.name}, ${form}` };
}
