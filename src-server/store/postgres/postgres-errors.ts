import { DatabaseError } from 'pg';
import { ApiError } from '../../http/api-error.ts';
import { ConnectionLost } from '../connection-lost.ts';
import { OutcomeUnknown } from '../outcome-unknown.ts';

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const FEATURE_NOT_SUPPORTED = '0A000';
const LOCK_NOT_AVAILABLE = '55P03';
const QUERY_CANCELED = '57014';
const CHARACTER_NOT_IN_REPERTOIRE = '22021';
/** The server shuts down, has crashed, or starts. */
const GOING_DOWN = new Set(['57P01', '57P02', '57P03']);
const TOO_MANY_CONNECTIONS = '53300';
/** The transaction did nothing for too long, or took too long in all; the connection is closed. */
const TOO_SLOW = new Set(['25P03', '25P04', LOCK_NOT_AVAILABLE, QUERY_CANCELED]);
const PASSING = new Set([SERIALIZATION_FAILURE, DEADLOCK_DETECTED, TOO_MANY_CONNECTIONS, ...GOING_DOWN]);

/** Whether the same transaction may succeed when it is run again from its start. */
export function isRepeatable(error: unknown): boolean {
  if (error instanceof ConnectionLost) return !isTooSlow(error.cause);
  return error instanceof DatabaseError && (PASSING.has(error.code ?? '') || isStalePlan(error));
}

/** Whether a commit that failed with this has certainly done nothing. */
export function isUndone(error: unknown): boolean {
  return error instanceof DatabaseError && !GOING_DOWN.has(error.code ?? '') && !isTooSlow(error);
}

function isTooSlow(error: unknown): boolean {
  return error instanceof DatabaseError && TOO_SLOW.has(error.code ?? '');
}

/** A newer server has migrated a table under a statement that this connection had prepared. */
export function isStalePlan(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === FEATURE_NOT_SUPPORTED && error.routine === 'RevalidateCachedQuery';
}

/** What the outside is told: what passes by itself is `unavailable`; a bug stays as it is. */
export function explainFailure(error: unknown): unknown {
  if (error instanceof OutcomeUnknown) {
    return unavailable('The database went away during the write, which may have been done or not: look, or send it again.', error);
  }
  if (isTooSlow(error) || (error instanceof ConnectionLost && isTooSlow(error.cause))) {
    return unavailable('The database is too busy: try again shortly.', error);
  }
  if (error instanceof ConnectionLost) return unavailable('The database cannot be reached: try again shortly.', error);
  if (isRepeatable(error)) return unavailable('The database cannot take this now: try again shortly.', error);
  if (error instanceof DatabaseError && error.code === CHARACTER_NOT_IN_REPERTOIRE) {
    return new ApiError('validation_failed', 'Texts cannot hold the character U+0000.');
  }
  return error;
}

function unavailable(message: string, cause: unknown): ApiError {
  const error = new ApiError('unavailable', message, { retryAfterSeconds: 1 });
  error.cause = cause;
  return error;
}
