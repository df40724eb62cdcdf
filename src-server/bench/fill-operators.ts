import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { User } from '../../src-shared/schema/user.ts';
import { hashToken, SESSION_PREFIX } from '../auth/tokens.ts';
import { systemClock } from '../clock.ts';

const DAY_MICROS = 24 * 3_600_000_000;

export interface BenchOperator extends User {
  /** Of a session. */
  token: string;
}

/**
 * Operators with a session each, straight into the tables of a server that does not run: passwords are slow to make, as they
 * should be.
 */
export function fillOperators(folder: string, count: number): BenchOperator[] {
  const now = systemClock.nowMicros();
  const connection = new DatabaseSync(join(folder, 'docket.db'));
  connection.exec('BEGIN');
  const person = connection.prepare(
    `INSERT INTO users (id, email, name, role, skills, disabled, created_at, updated_at) VALUES (?, ?, ?, 'operator', ?, 0, ?, ?)`,
  );
  const session = connection.prepare('INSERT INTO sessions (id, token_hash, user_id, created_at, expires_at) VALUES (?, ?, ?, ?, ?)');
  const operators = Array.from({ length: count }, (_, index) => operatorOf(index));
  for (const { id, email, name, skills, token } of operators) {
    person.run(id, email, name, JSON.stringify(skills), now, now);
    session.run(`session_${id}`, hashToken(token), id, now, now + DAY_MICROS);
  }
  connection.exec('COMMIT');
  connection.close();
  return operators;
}

function operatorOf(index: number): BenchOperator {
  const user = { id: `user_bench_${index}`, email: `operator-${index}@example.com`, name: `Operator ${index}` };
  return { ...user, role: 'operator', skills: ['english'], disabled: false, token: `${SESSION_PREFIX}operator_of_the_benchmarks_${index}` };
}
