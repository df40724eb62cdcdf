/** Every error code that the API can answer, with its HTTP status. Adding one is a change of the contract. */
export const ERROR_STATUS = {
  bad_request: 400,
  invalid_json: 400,
  empty_body: 400,
  unauthorized: 401,
  session_expired: 401,
  invalid_credentials: 401,
  forbidden: 403,
  not_set_up: 403,
  device_of_another_account: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  illegal_transition: 409,
  held: 409,
  already_exists: 409,
  version_mismatch: 412,
  body_too_large: 413,
  unsupported_media_type: 415,
  validation_failed: 422,
  assignee_required: 422,
  assignee_unknown: 422,
  idempotency_mismatch: 422,
  protocol_unsupported: 426,
  rate_limited: 429,
  internal_error: 500,
  unavailable: 503,
  /** Made by the console's main process, never by the server: no answer came from the address that the user chose. */
  server_unreachable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

export interface ErrorBody {
  error: { code: ErrorCode; message: string; requestId: string; details?: unknown };
}
