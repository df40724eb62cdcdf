import type { ErrorCode } from '../../src-shared/error/codes.ts';
import type { Task } from '../../src-shared/schema/task.ts';
import type { Refusal, RefusalReason } from '../../src-shared/task/refusal.ts';
import { ApiError } from '../http/api-error.ts';
import { presentCurrent } from './dialects/present-task.ts';

const CODES: Record<RefusalReason, ErrorCode> = {
  illegal_transition: 'illegal_transition',
  held: 'held',
  already_yours: 'illegal_transition',
  not_allowed: 'forbidden',
  not_found: 'not_found',
  deleted: 'not_found',
  already_exists: 'already_exists',
  assignee_required: 'assignee_required',
  assignee_unknown: 'assignee_unknown',
  invalid_payload: 'validation_failed',
  depends_on_rejected: 'conflict',
  withdrawn: 'conflict',
  already_applied: 'conflict',
  sequence_reused: 'conflict',
  payload_mismatch: 'conflict',
};

/** A refusal as the API answers it; a 409 shows the task as it is. */
export function refusalError(refusal: Refusal, task: Task | null): ApiError {
  const code = CODES[refusal.reason];
  const showsTask = task !== null && (code === 'illegal_transition' || code === 'held' || code === 'already_exists');
  return new ApiError(code, refusal.message, showsTask ? { details: { task: presentCurrent(task) } } : {});
}
