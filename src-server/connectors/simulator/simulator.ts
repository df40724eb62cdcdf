import type { JsonObject } from '../../../src-shared/schema/task.ts';

/** Faults that a simulator shows on demand: shares of requests, 0 to 1. The seed makes them repeatable. */
export interface SimulatorFaults {
  seed: number;
  rateLimited?: number;
  serverError?: number;
  /** The answer ends in the middle. */
  cut?: number;
  /** How long an answer takes at most. */
  slowMs?: number;
}

/** One request and its answer, for `check:vendors`. */
export interface SimulatorExchange {
  method: string;
  /** Path and query. */
  url: string;
  requestHeaders: Record<string, string>;
  requestBody: string;
  status: number;
  responseHeaders: Record<string, string>;
  responseBody: string;
}

/** An item in a simulator as a test sees it. */
export interface SimulatedItem {
  externalId: string;
  state: 'open' | 'closed' | 'deleted';
  assigneeExternalId: string | null;
  title: string;
}

/**
 * A vendor on loopback that enforces the vendor's published rules: authentication, rate limits with its headers and
 * bodies, page sizes, caps, eventual consistency, signatures; it refuses what the vendor would refuse. Its clock is its own.
 */
export interface VendorSimulator {
  readonly kind: string;
  /** `http://127.0.0.1:PORT`. */
  readonly baseUrl: string;
  /** A connector's config and credentials with which it can be mirrored. */
  readonly config: JsonObject;
  readonly credentials: JsonObject;
  readonly people: readonly { externalId: string; name: string; email: string }[];
  /** The vendor's clock stands still but for this, where it was made with `isClockManual`. */
  advanceMs(durationMs: number): void;
  setFaults(faults: SimulatorFaults | null): void;
  /** What its own users do. Each is one change at the vendor's time; those who get many share one timestamp. */
  create(items: readonly { title: string; assigneeExternalId?: string | null; fields?: JsonObject }[]): string[];
  update(externalIds: readonly string[], change: { title?: string; fields?: JsonObject }): void;
  assign(externalIds: readonly string[], assigneeExternalId: string | null): void;
  close(externalIds: readonly string[]): void;
  reopen(externalIds: readonly string[]): void;
  delete(externalIds: readonly string[]): void;
  /** Absent where the vendor cannot bring back what was deleted. */
  restore?(externalIds: readonly string[]): void;
  /** Everything, as the vendor's own users see it: consistent, at once. */
  items(): SimulatedItem[];
  /** Writes of API clients that changed something, to find echoes. */
  writes(): { externalId: string; change: JsonObject }[];
  /** Requests that the vendor would have refused for their shape, and calls over its limits: should stay empty. */
  violations(): string[];
  exchanges(): readonly SimulatorExchange[];
  /** Sends signed events of what happened to this address from now on; gives back the end of it. Absent where there are none. */
  sendEvents?(url: string): () => void;
  stop(): Promise<void>;
}

export interface SimulatorOptions {
  /** 0 picks one. */
  port?: number;
  isClockManual?: boolean;
  /** Where its clock starts, ms since 1970; now where absent. */
  startMs?: number;
  /** How many items it starts with; made up from a fixed seed. */
  items?: number;
  /** Divides the vendor's limits' windows, so that tests need not wait: 1 keeps them as published. */
  timeScale?: number;
  /** Keeps exchanges for `check:vendors`. */
  isRecording?: boolean;
  /** Adds the exchanges to this file too, as JSON lines. */
  recordPath?: string;
}
