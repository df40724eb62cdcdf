// Apart from the messages of the protocol: threads that read none need not load what schemas are made with.

export const SYNC_LIMITS = {
  /** Documents in a page of the feed. */
  pullDefault: 500,
  pullMaximum: 2_000,
  /** Operations in one request. */
  pushMaximum: 200,
  /** Days that the ledger remembers an operation: the longest supported time offline. */
  ledgerDays: 90,
  /** Days that a device keeps acknowledged operations, to re-send them to a restored server. */
  retainedDays: 7,
  /** Days that somebody's own done tasks stay on their device. */
  doneDays: 7,
  heartbeatMs: 15_000,
  /** How often a console says again what it looks at, and how long that holds. */
  presenceRepeatMs: 10_000,
  presenceHoldsMs: 30_000,
} as const;
