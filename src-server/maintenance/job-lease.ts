import type { Sql } from '../store/database.ts';

/** How long a job stays with a process that was not heard of: a piece of a job is much shorter. */
export const LEASE_MICROS = 60_000_000;

interface JobRow {
  lease_owner: string | null;
  lease_until: number;
  finished_at: number;
}

export interface JobHolder {
  name: string;
  /** The process. */
  owner: string;
  nowMicros: number;
}

/** Whether it is time for the job, and nobody is at it. */
export async function isJobDue(sql: Sql, name: string, everyMicros: number, nowMicros: number): Promise<boolean> {
  const row = await sql.get<JobRow>('SELECT lease_owner, lease_until, finished_at FROM maintenance_jobs WHERE name = ?', [name]);
  if (!row) return true;
  // A clock that was set back must not keep a job from being done until it has caught up.
  const isFree = row.lease_owner === null || row.lease_until <= nowMicros || row.lease_until > nowMicros + 2 * LEASE_MICROS;
  return isFree && (row.finished_at <= nowMicros - everyMicros || row.finished_at > nowMicros + everyMicros);
}

/** Takes the job for this process, if it is due. */
export async function claimJob(sql: Sql, holder: JobHolder & { everyMicros: number }): Promise<boolean> {
  const { name, owner, everyMicros, nowMicros } = holder;
  if (!(await isJobDue(sql, name, everyMicros, nowMicros))) return false;
  await sql.run(
    `INSERT INTO maintenance_jobs (name, lease_owner, lease_until, finished_at) VALUES (?, ?, ?, 0)
     ON CONFLICT (name) DO UPDATE SET lease_owner = excluded.lease_owner, lease_until = excluded.lease_until`,
    [name, owner, nowMicros + LEASE_MICROS],
  );
  return true;
}

/** Whether the job is still this process's; if so, for a whole lease from now. */
export async function extendLease(sql: Sql, { name, owner, nowMicros }: JobHolder): Promise<boolean> {
  const changed = await sql.run('UPDATE maintenance_jobs SET lease_until = ? WHERE name = ? AND lease_owner = ?', [
    nowMicros + LEASE_MICROS,
    name,
    owner,
  ]);
  return changed === 1;
}

export async function finishJob(sql: Sql, { name, owner, nowMicros }: JobHolder): Promise<void> {
  await sql.run('UPDATE maintenance_jobs SET lease_owner = NULL, finished_at = ? WHERE name = ? AND lease_owner = ?', [
    nowMicros,
    name,
    owner,
  ]);
}

/** Gives an unfinished job back: it stays due. */
export async function releaseJob(sql: Sql, { name, owner }: JobHolder): Promise<void> {
  await sql.run('UPDATE maintenance_jobs SET lease_owner = NULL WHERE name = ? AND lease_owner = ?', [name, owner]);
}
