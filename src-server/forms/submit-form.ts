import { createHash } from 'node:crypto';
import type { NewSubmission, Submitted } from '../../src-shared/http/form-endpoints.ts';
import type { Caller } from '../auth/caller.ts';
import type { RandomBytes } from '../auth/tokens.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import { refusalError } from '../tasks/refusal-error.ts';
import { type WriteDependencies, writeTask } from '../tasks/write-task.ts';
import { insertEntry } from './form-entries.ts';
import { findForm } from './form-rows.ts';
import { describeIssues, issueSentence, planFormTask } from './form-task.ts';

/** How long a repeat is known as one. */
const KEPT_MICROS = 90 * 24 * 3_600_000_000;
const REFERENCE_CHARACTERS = 12;
/** Crockford's: nothing that is taken for something else when it is read out. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface SubmitDependencies extends WriteDependencies {
  randomBytes: RandomBytes;
}

export interface SubmissionRequest extends NewSubmission {
  formId: string;
  caller: Caller | null;
}

/** A refusal is written down as well: it is given back, so that the transaction that holds it is kept. */
export type SubmissionOutcome = { ok: true; submitted: Submitted } | { ok: false; error: ApiError };

/**
 * Makes the task of a submission, and once only: the same id again gets the same reference. Refused as validation_failed;
 * throws ApiErrors: not_found, idempotency_mismatch for an id that came with other values.
 */
export async function submitForm(sql: Sql, dependencies: SubmitDependencies, request: SubmissionRequest): Promise<SubmissionOutcome> {
  const { clock, randomBytes } = dependencies;
  const { formId, id: submissionId, values, caller } = request;
  const form = await findForm(sql, formId);
  if (!form?.enabled) throw new ApiError('not_found', 'There is no such form, or it takes nothing any more.');
  const fingerprint = createHash('sha256').update(JSON.stringify(values)).digest('base64url');
  const known = submissionId === undefined ? undefined : await findSubmission(sql, formId, submissionId);
  if (known) {
    if (known.fingerprint === fingerprint) return { ok: true, submitted: { reference: known.reference } };
    throw new ApiError('idempotency_mismatch', 'This was sent before, with other values. Load the form again to send another one.');
  }
  const nowMicros = clock.nowMicros();
  const reference = makeReference(randomBytes);
  const planned = planFormTask(form, { uid: reference, values, caller, nowMicros });
  const entry = { id: reference, formId, caller, nowMicros };
  if (!planned.ok) {
    const sentence = planned.issues[0] ? issueSentence(planned.issues[0]) : 'values';
    const issues = describeIssues(planned.issues);
    // Strangers are told, and nothing is kept of it: anybody could fill the database.
    if (caller) await insertEntry(sql, { ...entry, outcome: { problems: issues } });
    return { ok: false, error: new ApiError('validation_failed', `body.${sentence}.`, { details: { issues } }) };
  }
  const written = await writeTask(sql, dependencies, { before: null, ...planned.write });
  if (!written.ok) throw refusalError(written.refusal, null);
  await insertEntry(sql, { ...entry, outcome: { taskUid: reference } });
  if (submissionId !== undefined) {
    await sql.run('INSERT INTO form_submissions (form_id, submission_id, fingerprint, reference, at) VALUES (?, ?, ?, ?, ?)', [
      ...[formId, submissionId, fingerprint, reference],
      nowMicros,
    ]);
  }
  return { ok: true, submitted: { reference } };
}

/** Forgets submissions that nobody repeats any more. Gives back how many; call again until 0. */
export function pruneSubmissions(sql: Sql, nowMicros: number, limit = 500): Promise<number> {
  return sql.run(
    `DELETE FROM form_submissions WHERE (form_id, submission_id) IN
       (SELECT form_id, submission_id FROM form_submissions WHERE at < ? ORDER BY at LIMIT ?)`,
    [nowMicros - KEPT_MICROS, limit],
  );
}

function findSubmission(sql: Sql, formId: string, submissionId: string) {
  return sql.get<{ fingerprint: string; reference: string }>(
    'SELECT fingerprint, reference FROM form_submissions WHERE form_id = ? AND submission_id = ?',
    [formId, submissionId],
  );
}

/** `F-7K3M-90QX-2TVB`: the task's id, for reading out. 60 bits: nobody guesses one. */
function makeReference(randomBytes: RandomBytes): string {
  const chars = [...randomBytes(REFERENCE_CHARACTERS)].map((byte) => ALPHABET[byte % 32]);
  return `F-${chars.slice(0, 4).join('')}-${chars.slice(4, 8).join('')}-${chars.slice(8).join('')}`;
}
