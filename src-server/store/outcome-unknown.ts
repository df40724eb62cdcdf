/** The connection broke while the commit was under way: it must not be done again without a look at what is there. */
export class OutcomeUnknown extends Error {
  constructor(cause: unknown) {
    super('the connection to the database was lost during a commit', { cause });
    this.name = 'OutcomeUnknown';
  }
}

/** Whether a write that failed with this may have been committed. */
export function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof Error && (error instanceof OutcomeUnknown || error.cause instanceof OutcomeUnknown);
}
