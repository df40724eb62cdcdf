import { sealAudit } from '../../src-server/audit/seal-audit.ts';
import { verifyAudit } from '../../src-server/audit/verify-audit.ts';
import type { Database } from '../../src-server/store/database.ts';
import type { Figures } from './figures.ts';

/**
 * What the servers sealed while they were killed holds; sealed to its end, the log has every step and every
 * administrative change once. No server may run: the last entries are sealed here.
 */
export async function verifyAuditLog(database: Database, figures: Figures): Promise<void> {
  const before = await verifyAudit(database);
  if (!before.ok) return figures.fault('the audit log does not hold', `seal ${before.seal}: ${before.problem}`);
  figures.count('seals by servers', before.seals);
  const work = { database, nowMicros: Date.now() * 1_000, write: database.write };
  for (let isMore = true; isMore; ) isMore = await sealAudit(work);
  const after = await verifyAudit(database);
  if (!after.ok) return figures.fault('the audit log does not hold', `seal ${after.seal}: ${after.problem}`);
  figures.count('audited entries', after.entries);
  const written = await database.read((sql) =>
    sql.get<{ count: number }>('SELECT (SELECT COUNT(*) FROM history) + (SELECT COUNT(*) FROM audit_events) AS count'),
  );
  if (after.entries !== written?.count)
    figures.fault('the audit log does not count right', `${after.entries} entries are sealed of ${written?.count}`);
}
