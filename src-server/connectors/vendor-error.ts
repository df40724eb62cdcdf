/**
 * `unauthorized`: the credentials are wrong or over; `forbidden`: a right is missing; `not_found`: wrong subdomain, region
 * or object; `rate_limited`, `unavailable`: try again after `retryAfterMs`; `rejected`: the vendor will not take this
 * change, whoever asks again; `conflict`: it has changed meanwhile; `unexpected`: an answer that is not as described.
 */
export type VendorErrorReason =
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'rate_limited'
  | 'unavailable'
  | 'rejected'
  | 'conflict'
  | 'unexpected';

export interface VendorErrorDetails {
  status?: number;
  /** The vendor's own words, cut and without secrets. */
  vendorMessage?: string;
  retryAfterMs?: number;
  cause?: unknown;
}

/** `message` is a sentence that an admin can act on: what happened, and what to do. It never holds a credential. */
export class VendorError extends Error {
  readonly reason: VendorErrorReason;
  readonly status: number | null;
  readonly vendorMessage: string | null;
  readonly retryAfterMs: number | null;

  constructor(reason: VendorErrorReason, message: string, details: VendorErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'VendorError';
    this.reason = reason;
    this.status = details.status ?? null;
    this.vendorMessage = details.vendorMessage ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}
