import { Check } from 'typebox/value';
import { AuditVerification } from '../../src-shared/http/server-endpoints.ts';
import { formatTimestamp, timestampMicros } from '../../src-shared/time/timestamp.ts';
import type { Clock } from '../clock.ts';
import type { Database, Sql } from '../store/database.ts';
import { readServerValue, writeServerValue } from '../store/server-values.ts';
import { verifyAudit } from './verify-audit.ts';

const NAME = 'auditVerification';
/** Whoever began it and says nothing for so long is dead. */
const GIVEN_UP_MICROS = 3_600_000_000;
const NEVER: AuditVerification = { state: 'never', started_at: null, finished_at: null, seals: 0, entries: 0, hash: null, problem: null };

/** How the last reading of the audit log ended, whichever process did it. */
export async function readVerification(sql: Sql): Promise<AuditVerification> {
  const text = await readServerValue(sql, NAME);
  if (text === null) return NEVER;
  const known: unknown = JSON.parse(text);
  return Check(AuditVerification, known) ? known : NEVER;
}

/** Notes that it begins; null: somebody else has begun and not ended yet. */
export async function beginVerification(sql: Sql, nowMicros: number): Promise<AuditVerification | null> {
  const { state, started_at } = await readVerification(sql);
  const isUnderWay = state === 'running' && started_at !== null && nowMicros - timestampMicros(started_at) < GIVEN_UP_MICROS;
  if (isUnderWay) return null;
  const begun = { ...NEVER, state: 'running', started_at: formatTimestamp(nowMicros) } as const;
  await writeServerValue(sql, NAME, JSON.stringify(begun));
  return begun;
}

/** Reads all of it in short parts, and notes how it ended. */
export async function finishVerification(database: Database, clock: Clock, { started_at }: AuditVerification): Promise<void> {
  const verdict = await verifyAudit(database, null, () => new Promise((resolve) => setImmediate(resolve)));
  const ended = { started_at, finished_at: formatTimestamp(clock.nowMicros()) };
  const verification: AuditVerification = verdict.ok
    ? {
        ...ended,
        state: 'holds',
        seals: verdict.seals,
        entries: verdict.entries,
        hash: verdict.hash === '' ? null : verdict.hash,
        problem: null,
      }
    : { ...ended, state: 'broken', seals: verdict.seal, entries: 0, hash: null, problem: `seal ${verdict.seal}: ${verdict.problem}` };
  await database.write((sql) => writeServerValue(sql, NAME, JSON.stringify(verification)));
}
