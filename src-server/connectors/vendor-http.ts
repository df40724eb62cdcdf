import type { JsonValue } from '../../src-shared/schema/task.ts';

/** Requests in a window of time, by the name of what they share: `default`, `search` … */
export type VendorHttpLimits = Readonly<Record<string, { requests: number; perMs: number }>>;

export interface VendorRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under the connector's base URL; a whole URL only with the same origin: others are refused. */
  path: string;
  query?: Readonly<Record<string, string | number | undefined>>;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  json?: JsonValue;
  /** Sent as application/x-www-form-urlencoded. */
  form?: Readonly<Record<string, string>>;
  /** Which of the kind's budgets it draws on; `default` where absent. */
  budget?: string;
  /** Answers larger than this are an error; 32 MiB where absent. */
  limitBytes?: number;
  /** For each try; 30 s where absent. */
  timeoutMs?: number;
  /** Whether it may be sent again when nobody knows what became of it. Where absent: all but a POST. Say so for a search. */
  isRepeatable?: boolean;
  /** How long to wait before the second try, where the vendor does not say; twice as long before each further one. 1 s where absent. */
  firstPauseMs?: number;
}

export interface VendorResponse {
  status: number;
  /** Names in lower case; of `set-cookie`, each on a line. */
  headers: Readonly<Record<string, string>>;
  text: string;
  /** Parsed text. Throws a VendorError `unexpected` where it is no JSON. */
  json(): JsonValue;
}

/**
 * The one way to a vendor: waits for the budget, connects only to vetted addresses, follows no redirect, and waits and
 * tries again on 429 (by `Retry-After`), 5xx and cut answers where the request may be repeated, a few times. Gives back
 * every other answer, 4xx too. Throws a VendorError (`rate_limited`, `unavailable`, `not_found` for a host that there is not).
 */
export interface VendorHttp {
  readonly baseUrl: string;
  request(request: VendorRequest): Promise<VendorResponse>;
}
