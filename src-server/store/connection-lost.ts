/** The connection broke before the commit, or none could be had: nothing was done. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super('the connection to the database was lost', { cause });
    this.name = 'ConnectionLost';
  }
}

/** Whether the database was away: what failed with this was tried again already, as long as that helps. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof Error && (error instanceof ConnectionLost || error.cause instanceof ConnectionLost);
}
