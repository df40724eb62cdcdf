import type { JsonValue } from '../../../src-shared/schema/task.ts';
import type { Sql } from '../../store/database.ts';
import type { BudgetReading } from '../vendor-budgets.ts';

/** How long a connector stays with a process that was not heard of. */
export const LEASE_MICROS = 60_000_000;

export interface ConnectorState {
  leaseOwner: string | null;
  leaseUntil: number;
  nextRunAt: number;
  nextFullAt: number;
  requested: '' | 'run' | 'full';
  cancelledRun: string | null;
  failures: number;
  watermark: JsonValue | null;
  resumeChanges: JsonValue | null;
  resumeFull: JsonValue | null;
  round: number;
  lookedSeq: number;
  peopleAt: number;
}

/** As the process said it that had the connector last. */
export interface KnownBudgets {
  atMicros: number;
  budgets: BudgetReading[];
}

interface StateRow {
  lease_owner: string | null;
  lease_until: number;
  next_run_at: number;
  next_full_at: number;
  requested: ConnectorState['requested'];
  cancelled_run: string | null;
  failures: number;
  watermark: string | null;
  resume_changes: string | null;
  resume_full: string | null;
  round: number;
  looked_seq: number;
  people_at: number;
}

const COLUMN_OF = {
  leaseOwner: 'lease_owner',
  leaseUntil: 'lease_until',
  nextRunAt: 'next_run_at',
  nextFullAt: 'next_full_at',
  requested: 'requested',
  cancelledRun: 'cancelled_run',
  failures: 'failures',
  watermark: 'watermark',
  resumeChanges: 'resume_changes',
  resumeFull: 'resume_full',
  round: 'round',
  lookedSeq: 'looked_seq',
  peopleAt: 'people_at',
} as const satisfies Record<keyof ConnectorState, keyof StateRow>;

const JSON_KEYS: readonly string[] = ['watermark', 'resumeChanges', 'resumeFull'];
const COLUMNS = Object.values(COLUMN_OF).join(', ');

export async function findState(sql: Sql, connectorId: string): Promise<ConnectorState | null> {
  const row = await sql.get<StateRow>(`SELECT ${COLUMNS} FROM connector_states WHERE connector_id = ?`, [connectorId]);
  return row ? stateOf(row) : null;
}

/** A connector that has mirrored nothing yet. `lookedSeq`: the feed's end, as nothing before it is to be written back. */
export async function createState(sql: Sql, connectorId: string, lookedSeq: number, nowMicros: number): Promise<void> {
  await sql.run(
    `INSERT INTO connector_states (connector_id, lease_owner, lease_until, next_run_at, next_full_at, requested, cancelled_run, failures,
       watermark, resume_changes, resume_full, round, looked_seq, people_at)
     VALUES (?, NULL, 0, ?, 0, '', NULL, 0, NULL, NULL, NULL, 0, ?, 0)`,
    [connectorId, nowMicros, lookedSeq],
  );
}

/** Sets what is named. JSON null stands for "nothing kept". */
export async function changeState(sql: Sql, connectorId: string, change: Partial<ConnectorState>): Promise<void> {
  const entries = Object.entries(change) as [keyof ConnectorState, JsonValue][];
  if (entries.length === 0) return;
  const values = entries.map(([key, value]) =>
    JSON_KEYS.includes(key) ? (value === null ? null : JSON.stringify(value)) : (value as string | number | null),
  );
  await sql.run(`UPDATE connector_states SET ${entries.map(([key]) => `${COLUMN_OF[key]} = ?`).join(', ')} WHERE connector_id = ?`, [
    ...values,
    connectorId,
  ]);
}

export function isFree({ leaseOwner, leaseUntil }: ConnectorState, nowMicros: number): boolean {
  // A clock that was set back must not keep a connector until it has caught up.
  return leaseOwner === null || leaseUntil <= nowMicros || leaseUntil > nowMicros + 2 * LEASE_MICROS;
}

/** Takes the connector for this process, unless another one has it. */
export async function claimConnector(sql: Sql, connectorId: string, owner: string, nowMicros: number): Promise<ConnectorState | null> {
  const state = await findState(sql, connectorId);
  if (!state || !isFree(state, nowMicros)) return null;
  await changeState(sql, connectorId, { leaseOwner: owner, leaseUntil: nowMicros + LEASE_MICROS });
  return state;
}

/** Whether it is still this process's; if so, for a whole lease from now. */
export async function extendLease(sql: Sql, connectorId: string, owner: string, nowMicros: number): Promise<boolean> {
  const changed = await sql.run('UPDATE connector_states SET lease_until = ? WHERE connector_id = ? AND lease_owner = ?', [
    nowMicros + LEASE_MICROS,
    connectorId,
    owner,
  ]);
  return changed === 1;
}

/** What the process that has the connector knows of the vendor's budgets; another one's word counts for nothing. */
export async function keepBudgets(sql: Sql, connectorId: string, owner: string, budgets: KnownBudgets): Promise<void> {
  await sql.run('UPDATE connector_states SET budgets = ? WHERE connector_id = ? AND lease_owner = ?', [
    JSON.stringify(budgets),
    connectorId,
    owner,
  ]);
}

export async function findBudgets(sql: Sql, connectorId: string): Promise<KnownBudgets | null> {
  const row = await sql.get<{ budgets: string | null }>('SELECT budgets FROM connector_states WHERE connector_id = ?', [connectorId]);
  return row?.budgets ? (JSON.parse(row.budgets) as KnownBudgets) : null;
}

/** They are those of other credentials. */
export async function forgetBudgets(sql: Sql, connectorId: string): Promise<void> {
  await sql.run('UPDATE connector_states SET budgets = NULL WHERE connector_id = ?', [connectorId]);
}

export async function releaseConnector(sql: Sql, connectorId: string, owner: string): Promise<void> {
  await sql.run('UPDATE connector_states SET lease_owner = NULL WHERE connector_id = ? AND lease_owner = ?', [connectorId, owner]);
  // Somebody may have been kept from it meanwhile.
  sql.notify('connectors');
}

function stateOf(row: StateRow): ConnectorState {
  return {
    leaseOwner: row.lease_owner,
    leaseUntil: row.lease_until,
    nextRunAt: row.next_run_at,
    nextFullAt: row.next_full_at,
    requested: row.requested,
    cancelledRun: row.cancelled_run,
    failures: row.failures,
    watermark: parse(row.watermark),
    resumeChanges: parse(row.resume_changes),
    resumeFull: parse(row.resume_full),
    round: row.round,
    lookedSeq: row.looked_seq,
    peopleAt: row.people_at,
  };
}

function parse(text: string | null): JsonValue | null {
  return text === null ? null : (JSON.parse(text) as JsonValue);
}
