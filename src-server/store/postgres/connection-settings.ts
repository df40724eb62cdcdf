import type { AnswerWatch } from './answer-watch.ts';

export interface TimeLimits {
  /** 0 is no limit. */
  statementMs: number;
  /** Waiting for other writers, 0 is no limit. */
  lockMs: number;
  /** Between two statements of a transaction: a process that hangs must not keep others waiting. 0 is no limit. */
  idleMs: number;
  /** From begin to commit, 0 is no limit. Heeded from PostgreSQL 17 on. */
  transactionMs: number;
}

/** To be run on each new connection. */
export async function applySettings(connection: AnswerWatch, limits: TimeLimits): Promise<void> {
  const settings: [name: string, value: string][] = [
    ['statement_timeout', String(limits.statementMs)],
    ['lock_timeout', String(limits.lockMs)],
    ['idle_in_transaction_session_timeout', String(limits.idleMs)],
    ['transaction_timeout', String(limits.transactionMs)],
    // Statements here are short; compiling one would take longer than running it.
    ['jit', 'off'],
    // What was acknowledged survives a power cut, whatever the server's default is. Stricter ones stay.
    ['synchronous_commit', 'on'],
  ];
  const values = settings.map((_, index) => `($${index * 2 + 1}, $${index * 2 + 2})`).join(', ');
  await connection.query({
    text: `SELECT set_config(s.name, wanted.value, false) FROM (VALUES ${values}) AS wanted (name, value) JOIN pg_settings s ON s.name = wanted.name
     WHERE s.name <> 'synchronous_commit' OR s.setting IN ('off', 'local')`,
    values: settings.flat(),
  });
}

/** For the transaction that it is a part of. */
export const NO_LIMITS = `SELECT set_config(name, '0', true) FROM pg_settings
  WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`;
