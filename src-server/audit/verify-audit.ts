import type { Database, Sql } from '../store/database.ts';
import { readAuditRows } from './audit-rows.ts';
import { FIRST_SEAL, hashRows, hashSeal, SEAL_COLUMNS, type Seal } from './seal-audit.ts';

export type AuditVerdict =
  /** `hash` is that of the last seal: noted elsewhere, it shows later that the whole chain was not made anew. */
  | { ok: true; seals: number; entries: number; lastSeq: number; hash: string; hasExpected: boolean }
  | { ok: false; seal: number; problem: string };

/**
 * Reads the whole audit log and its seals, and names the first one that does not hold. `expectedHash`: of a seal that
 * was noted earlier. `pause`: between two parts, so that others get their turn.
 */
export async function verifyAudit(
  database: Pick<Database, 'read'>,
  expectedHash: string | null = null,
  pause: () => Promise<void> = async () => undefined,
): Promise<AuditVerdict> {
  let last: Pick<Seal, 'number' | 'last_seq' | 'hash'> = FIRST_SEAL;
  let entries = 0;
  let hasExpected = expectedHash === null;
  for (;;) {
    const previous = last;
    // Short reads: a snapshot that is held for long keeps the database from tidying up.
    const seals = await database.read((sql) => nextSeals(sql, previous.number));
    if (seals.length === 0) break;
    for (const seal of seals) {
      await pause();
      const before = last;
      const problem = await database.read((sql) => findProblem(sql, before, seal));
      if (problem !== null) return { ok: false, seal: last.number + 1, problem };
      entries += seal.entries;
      hasExpected ||= seal.hash === expectedHash;
      last = seal;
    }
  }
  return { ok: true, seals: last.number, entries, lastSeq: Math.max(last.last_seq, 0), hash: last.hash, hasExpected };
}

function nextSeals(sql: Sql, after: number): Promise<Seal[]> {
  return sql.all<Seal>(`SELECT ${SEAL_COLUMNS} FROM audit_seals WHERE number > ? ORDER BY number LIMIT 100`, [after]);
}

async function findProblem(sql: Sql, previous: Pick<Seal, 'number' | 'last_seq' | 'hash'>, seal: Seal): Promise<string | null> {
  if (seal.number !== previous.number + 1) return `it is missing: the next one is ${seal.number}`;
  if (seal.previous_hash !== previous.hash) return 'it does not follow the seal before';
  if (hashSeal(seal) !== seal.hash) return 'the seal itself was changed';
  const rows = await readAuditRows(sql, previous.last_seq, seal.last_seq);
  const range = `entries ${Math.max(previous.last_seq + 1, rows[0]?.seq ?? 1)} to ${seal.last_seq}`;
  if (rows.length !== seal.entries) return `${range}: ${rows.length} are there, ${seal.entries} were sealed`;
  if (hashRows(rows) !== seal.content_hash) return `${range}: at least one was changed`;
  return null;
}
