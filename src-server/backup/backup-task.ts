import type { AuditActor } from '../audit/insert-audit-event.ts';
import type { Backup } from './back-up-database.ts';
import type { CheckedDatabase } from './check-database-file.ts';
import type { BackupComparison } from './compare-backup.ts';

/** What is done with large files, as plain data for a thread. */
export type BackupTask =
  | { kind: 'copy'; source: string; target: string }
  | { kind: 'check'; file: string }
  | { kind: 'compare'; backup: string; database: string }
  | { kind: 'prepare'; backup: string; folder: string; actor: AuditActor };

export interface BackupOutcomes {
  copy: Backup;
  check: CheckedDatabase;
  compare: BackupComparison;
  prepare: { seq: number };
}
