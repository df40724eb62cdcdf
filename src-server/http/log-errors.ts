import pino from 'pino';

/**
 * An error as the log has it: its words, its causes, and what its fields say in plain values. Drivers hang whole connections
 * to their errors, with what a stranger would need to cut them off.
 */
export function logError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const plain = Object.entries(pino.stdSerializers.err(error)).filter(([, value]) => value === null || typeof value !== 'object');
  return { ...Object.fromEntries(plain), ...(error instanceof AggregateError ? { errors: error.errors.map(logError) } : {}) };
}
