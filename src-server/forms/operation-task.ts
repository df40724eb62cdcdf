import type { Operation } from '../../src-shared/schema/operation.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { Refusal } from '../../src-shared/task/refusal.ts';
import type { Caller } from '../auth/caller.ts';
import type { Sql } from '../store/database.ts';
import { insertEntry } from './form-entries.ts';
import { findForm } from './form-rows.ts';
import { describeIssues, type FormTask, issueSentence, planFormTask } from './form-task.ts';

type OperationTask = (FormTask & { ok: true; note: (sql: Sql) => Promise<void> }) | { ok: false; refusal: Refusal };

/**
 * What a `create` that names a form writes: checked against the form as it is now. `note`: for those who look after the
 * form, after the task is there; what is refused is noted at once. Null for all other operations.
 */
export async function planOperationTask(sql: Sql, operation: Operation, caller: Caller, nowMicros: number): Promise<OperationTask | null> {
  const { formId, values } = operation.payload;
  if (operation.action !== 'create' || typeof formId !== 'string') return null;
  const form = await findForm(sql, formId);
  if (!form) return refuse('The form was closed or removed.');
  const entry = { id: operation.opId, formId, caller, nowMicros };
  if (!form.enabled) {
    await insertEntry(sql, { ...entry, outcome: { problems: [{ field: '', message: 'the form was closed' }] } });
    return refuse('The form was closed or removed.');
  }
  const planned = planFormTask(form, { uid: operation.taskId, values: values as JsonObject, caller, nowMicros });
  if (planned.ok) return { ...planned, note: (later) => insertEntry(later, { ...entry, outcome: { taskUid: operation.taskId } }) };
  await insertEntry(sql, { ...entry, outcome: { problems: describeIssues(planned.issues) } });
  return refuse(`What was entered does not fit the form: ${planned.issues.slice(0, 5).map(issueSentence).join('; ')}.`);
}

function refuse(message: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { reason: 'invalid_payload', message } };
}
