import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hashToken, SESSION_PREFIX } from '../auth/tokens.ts';
import { systemClock } from '../clock.ts';

const DAY_MICROS = 24 * 3_600_000_000;

/**
 * Operators with a session each, straight into the tables of a server that does not run: passwords are slow to make, as they
 * should be. Gives back their tokens.
 */
export function fillOperators(folder: string, count: number): string[] {
  const now = systemClock.nowMicros();
  const connection = new DatabaseSync(join(folder, 'docket.db'));
  connection.exec('BEGIN');
  const person = connection.prepare(
    `INSERT INTO users (id, email, name, role, skills, disabled, created_at, updated_at) VALUES (?, ?, ?, 'operator', '["english"]', 0, ?, ?)`,
  );
  const session = connection.prepare('INSERT INTO sessions (id, token_hash, user_id, created_at, expires_at) VALUES (?, ?, ?, ?, ?)');
  const tokens = Array.from({ length: count }, (_, index) => {
    const token = `${SESSION_PREFIX}operator_of_the_benchmarks_${index}`;
    person.run(`user_bench_${index}`, `operator-${index}@example.com`, `Operator ${index}`, now, now);
    session.run(`session_bench_${index}`, hashToken(token), `user_bench_${index}`, now, now + DAY_MICROS);
    return token;
  });
  connection.exec('COMMIT');
  connection.close();
  return tokens;
}
