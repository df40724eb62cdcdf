import type { ErrorCode } from '../../src-shared/error/codes.ts';

export interface ApiErrorExtras {
  details?: unknown;
  /** Becomes the header `Retry-After`. */
  retryAfterSeconds?: number;
}

/** An answer other than success, thrown from anywhere below a route; `message` is read by the caller of the API. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, extras: ApiErrorExtras = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.details = extras.details;
    this.retryAfterSeconds = extras.retryAfterSeconds;
  }
}
