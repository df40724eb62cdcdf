import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { OPERATION_ACTIONS, OPERATION_PAYLOADS, Operation, type OperationAction } from '../../src-shared/schema/operation.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import { actionOfOperation } from '../../src-shared/task/overlay.ts';
import type { Refusal } from '../../src-shared/task/refusal.ts';
import { actorOf, type Caller } from '../auth/caller.ts';
import { planOperationTask } from '../forms/operation-task.ts';
import { findNullCharacter, NULL_CHARACTER_PROBLEM } from '../http/find-null-character.ts';
import type { PeopleBook } from '../people/people-book.ts';
import type { Sql } from '../store/database.ts';
import { fieldsProblem } from '../tasks/check-fields.ts';
import type { StoredTask } from '../tasks/stored-task.ts';
import { type WriteDependencies, writeTask } from '../tasks/write-task.ts';

export interface OperationDependencies extends WriteDependencies {
  people: PeopleBook;
}

export type OperationDecision = { ok: true; after: StoredTask } | { ok: false; refusal: Refusal; holder?: { id: string; name: string } };

/** Applies one operation to the task as it is now, in the caller's transaction, or says why not. */
export async function decideOperation(
  sql: Sql,
  dependencies: OperationDependencies,
  caller: Caller & { kind: 'user' },
  operation: Operation,
  before: StoredTask | null,
): Promise<OperationDecision> {
  const queue = dependencies.queues.find(before?.task.queue_uid ?? null);
  const action = actionOfOperation(operation, caller.user.id, queue);
  if (!action) return refuse('invalid_payload', 'The operation says nothing that can be done.');
  if (action.type === 'assign' && !(await isKnown(sql, dependencies.people, action.assigneeUid))) {
    return refuse('assignee_unknown', 'There is no such person to assign the task to.');
  }
  if (action.type === 'move' && action.queueUid !== null && !dependencies.queues.find(action.queueUid)) {
    return refuse('invalid_payload', 'There is no such queue any more.');
  }
  const fromForm = await planOperationTask(sql, operation, caller, dependencies.clock.nowMicros());
  if (fromForm?.ok === false) return fromForm;
  const result = await writeTask(sql, dependencies, {
    before,
    action,
    actor: actorOf(caller),
    ...(action.type === 'move' ? { queueOverride: action.queueUid } : {}),
    ...fromForm?.write,
    operation: { opId: operation.opId, deviceAt: operation.at },
  });
  if (result.ok) {
    await fromForm?.note(sql);
    return { ok: true, after: result.after };
  }
  return explainHolder(sql, dependencies.people, result.refusal);
}

const isOperation = Compile(Operation);
const payloads = Object.fromEntries(
  OPERATION_ACTIONS.map((action) => [action, Compile(OPERATION_PAYLOADS[action] as TSchema)]),
) as unknown as Record<OperationAction, Validator>;

/** What was sent → an operation with a payload that fits its action, or a sentence that says what is wrong. */
export function readOperation(sent: unknown): { ok: true; operation: Operation } | { ok: false; refusal: Refusal } {
  const odd = findNullCharacter(sent, 'operation');
  if (odd !== null) return refuse('invalid_payload', `${odd} ${NULL_CHARACTER_PROBLEM}.`);
  if (!isOperation.Check(sent)) return refuse('invalid_payload', `The operation is not valid: ${problemOf(isOperation, sent)}.`);
  const validator = payloads[sent.action];
  if (!validator.Check(sent.payload)) {
    return refuse('invalid_payload', `The payload of ${sent.action} is not valid: ${problemOf(validator, sent.payload)}.`);
  }
  const { fields, values, taskId } = sent.payload;
  const problem = fieldsProblem((fields ?? values ?? {}) as JsonObject);
  if (problem) return refuse('invalid_payload', `What the payload of ${sent.action} holds ${problem}.`);
  if (sent.action === 'create' && taskId !== sent.taskId)
    return refuse('invalid_payload', 'The payload creates another task than the operation names.');
  return { ok: true, operation: sent };
}

function problemOf(validator: Validator, value: unknown): string {
  const [first] = validator.Errors(value);
  return first ? `${first.instancePath || 'it'} ${first.message}` : 'it cannot be read';
}

async function isKnown(sql: Sql, people: PeopleBook, personUid: string): Promise<boolean> {
  const person = await people.find(sql, personUid);
  return person !== null && !person.disabled;
}

/** An operator wants to know whom to ask. */
async function explainHolder(sql: Sql, people: PeopleBook, refusal: Refusal): Promise<OperationDecision> {
  if (refusal.reason !== 'held' || refusal.holderUid === undefined) return { ok: false, refusal };
  const person = await people.find(sql, refusal.holderUid);
  const holder = { id: refusal.holderUid, name: person?.name ?? refusal.holderUid };
  return { ok: false, refusal: { ...refusal, message: `Held by ${holder.name}` }, holder };
}

function refuse(reason: Refusal['reason'], message: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { reason, message } };
}
