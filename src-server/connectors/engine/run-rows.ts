import { type ConnectorRun, type RunClosings, RunFigures, type RunProblem } from '../../../src-shared/schema/connector.ts';
import { formatTimestamp } from '../../../src-shared/time/timestamp.ts';
import type { Sql } from '../../store/database.ts';

export const PROBLEM_SAMPLES = 20;

export interface StoredRun {
  id: string;
  connectorId: string;
  type: ConnectorRun['type'];
  status: ConnectorRun['status'];
  startedAt: number;
  endedAt: number | null;
  figures: RunFigures;
  errors: RunProblem[];
  errorCount: number;
  warnings: string[];
  closings: RunClosings | null;
}

interface RunRow {
  id: string;
  connector_id: string;
  type: StoredRun['type'];
  status: StoredRun['status'];
  started_at: number;
  ended_at: number | null;
  figures: string;
  errors: string;
  error_count: number;
  warnings: string;
  closings: string | null;
}

const COLUMNS = 'id, connector_id, type, status, started_at, ended_at, figures, errors, error_count, warnings, closings';

export function noFigures(): RunFigures {
  const zeros = Object.keys(RunFigures.properties).map((name) => [name, name === 'total' ? null : 0]);
  return Object.fromEntries(zeros) as RunFigures;
}

export async function saveRun(sql: Sql, run: StoredRun): Promise<void> {
  await sql.run(
    `INSERT INTO connector_runs (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, ended_at = excluded.ended_at, figures = excluded.figures,
       errors = excluded.errors, error_count = excluded.error_count, warnings = excluded.warnings, closings = excluded.closings`,
    [
      ...[run.id, run.connectorId, run.type, run.status, run.startedAt, run.endedAt, JSON.stringify(run.figures)],
      ...[JSON.stringify(run.errors), run.errorCount, JSON.stringify(run.warnings)],
      run.closings ? JSON.stringify(run.closings) : null,
    ],
  );
}

export async function findRun(sql: Sql, connectorId: string, id: string): Promise<StoredRun | null> {
  const row = await sql.get<RunRow>(`SELECT ${COLUMNS} FROM connector_runs WHERE id = ? AND connector_id = ?`, [id, connectorId]);
  return row ? runOf(row) : null;
}

/** A run that a process left behind: whoever has the connector now goes on with it. */
export async function findRunningRun(sql: Sql, connectorId: string): Promise<StoredRun | null> {
  const row = await sql.get<RunRow>(
    `SELECT ${COLUMNS} FROM connector_runs WHERE connector_id = ? AND status = 'running' ORDER BY started_at DESC, id DESC LIMIT 1`,
    [connectorId],
  );
  return row ? runOf(row) : null;
}

export interface RunPosition {
  startedAt: number;
  id: string;
}

/** The newest first. */
export async function listRuns(sql: Sql, connectorId: string, limit: number, after: RunPosition | null): Promise<StoredRun[]> {
  const beyond = after ? 'AND (started_at < ? OR (started_at = ? AND id < ?))' : '';
  const rows = await sql.all<RunRow>(
    `SELECT ${COLUMNS} FROM connector_runs WHERE connector_id = ? ${beyond} ORDER BY started_at DESC, id DESC LIMIT ?`,
    after ? [connectorId, after.startedAt, after.startedAt, after.id, limit] : [connectorId, limit],
  );
  return rows.map(runOf);
}

export async function listHaltedRuns(sql: Sql, connectorId: string): Promise<StoredRun[]> {
  const rows = await sql.all<RunRow>(
    `SELECT ${COLUMNS} FROM connector_runs WHERE connector_id = ? AND status = 'halted' ORDER BY started_at DESC, id DESC LIMIT 20`,
    [connectorId],
  );
  return rows.map(runOf);
}

export function presentRun(run: StoredRun): ConnectorRun {
  return {
    id: run.id,
    connector_id: run.connectorId,
    type: run.type,
    status: run.status,
    started_at: formatTimestamp(run.startedAt),
    ended_at: run.endedAt === null ? null : formatTimestamp(run.endedAt),
    ...run.figures,
    errors: run.errors,
    error_count: run.errorCount,
    warnings: run.warnings,
    closings: run.closings,
  };
}

function runOf(row: RunRow): StoredRun {
  return {
    id: row.id,
    connectorId: row.connector_id,
    type: row.type,
    status: row.status,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    figures: JSON.parse(row.figures) as RunFigures,
    errors: JSON.parse(row.errors) as RunProblem[],
    errorCount: row.error_count,
    warnings: JSON.parse(row.warnings) as string[],
    closings: row.closings === null ? null : (JSON.parse(row.closings) as RunClosings),
  };
}
