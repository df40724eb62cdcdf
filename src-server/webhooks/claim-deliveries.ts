import type { TaskEvent } from '../../src-shared/schema/event.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Sql } from '../store/database.ts';
import { inSlices, placeholders } from './in-slices.ts';
import { webhookBody } from './webhook-body.ts';

/** Longer than an attempt may take, so that a lease never ends under a living process, and well below the 30 s in which another must take over. */
export const LEASE_MICROS = 20 * 1_000_000;
/** Many rows in a statement save PostgreSQL the journeys. */
const CLAIMS_MAXIMUM = 32;

/** A delivery that this process is to send now. */
export interface ClaimedDelivery {
  id: string;
  hookKey: string;
  taskUid: string;
  version: number;
  body: string;
  failures: number;
  firstAttemptAtMicros: number;
  /** From then on another process may send it. */
  leaseEndsAtMicros: number;
  /** Of the request that caused the transition. */
  traceparent: string | null;
}

export interface EndpointHead {
  hookKey: string;
  /** When the endpoint's next delivery may be sent. */
  dueAtMicros: number;
}

/** For every enabled endpoint with something to deliver: when the first of it is due. */
export async function readEndpointHeads(sql: Sql): Promise<EndpointHead[]> {
  const rows = await sql.all<{ hook_key: string; due_at: number | null }>(
    `SELECT hook_key, (SELECT MIN(due_at) FROM deliveries d WHERE d.hook_key = hooks.hook_key AND d.state = 'ready') AS due_at
     FROM hooks WHERE enabled = 1`,
  );
  return rows.flatMap(({ hook_key, due_at }) => (due_at === null ? [] : [{ hookKey: hook_key, dueAtMicros: due_at }]));
}

interface ReadyRow {
  id: string;
  task_uid: string;
  version: number;
  type: TaskEvent;
  data: string | null;
  body: string | null;
  tries: number;
  first_attempt_at: number | null;
  traceparent: string | null;
}

/** How many deliveries of an endpoint are being sent right now, by all processes. */
export async function countClaimed(sql: Sql, hookKey: string, nowMicros: number): Promise<number> {
  const row = await sql.get<{ many: number }>(
    'SELECT COUNT(*) AS many FROM deliveries WHERE hook_key = ? AND lease_owner IS NOT NULL AND due_at > ?',
    [hookKey, nowMicros],
  );
  return row?.many ?? 0;
}

/**
 * Takes up to `limit` due deliveries of an endpoint for `owner`, until the lease ends. The body of a delivery that is
 * claimed for the first time is fixed here: what is sent is what is stored.
 */
export async function claimDeliveries(
  sql: Sql,
  claim: { hookKey: string; limit: number; owner: string; isUnderWay: (id: string) => boolean; nowMicros: number },
): Promise<ClaimedDelivery[]> {
  const { hookKey, limit, owner, isUnderWay, nowMicros } = claim;
  const rows = await sql.all<ReadyRow>(
    `SELECT id, task_uid, version, type, data, body, tries, first_attempt_at,
       (SELECT h.traceparent FROM history h WHERE h.task_uid = deliveries.task_uid AND h.version = deliveries.version) AS traceparent
     FROM deliveries WHERE hook_key = ? AND state = 'ready' AND due_at <= ? ORDER BY due_at LIMIT ?`,
    [hookKey, nowMicros, limit],
  );
  const claimed: ClaimedDelivery[] = [];
  for (const row of rows) {
    if (isUnderWay(row.id)) {
      // This process was held up for longer than a lease. It is still on it.
      await sql.run('UPDATE deliveries SET due_at = ? WHERE id = ?', [nowMicros + LEASE_MICROS, row.id]);
    } else claimed.push(claimedOf(hookKey, row, nowMicros));
  }
  for (const slice of inSlices(claimed, CLAIMS_MAXIMUM)) {
    const values = slice.map(() => '(?, ?, CAST(? AS BIGINT))').join(', ');
    await sql.run(
      `UPDATE deliveries SET lease_owner = ?, due_at = ?, data = NULL, body = claim.column2, first_attempt_at = claim.column3
       FROM (VALUES ${values}) AS claim WHERE deliveries.id = claim.column1`,
      [owner, nowMicros + LEASE_MICROS, ...slice.flatMap(({ id, body, firstAttemptAtMicros }) => [id, body, firstAttemptAtMicros])],
    );
  }
  return claimed;
}

function claimedOf(hookKey: string, row: ReadyRow, nowMicros: number): ClaimedDelivery {
  return {
    id: row.id,
    hookKey,
    taskUid: row.task_uid,
    version: row.version,
    body: row.body ?? webhookBody(row.type, row.data ?? '{}', formatTimestamp(nowMicros)),
    failures: row.tries,
    firstAttemptAtMicros: row.first_attempt_at ?? nowMicros,
    leaseEndsAtMicros: nowMicros + LEASE_MICROS,
    traceparent: row.traceparent,
  };
}

/** Gives back what was claimed and not answered, as if it had never been claimed. */
export async function releaseDelivery(sql: Sql, release: { id: string; owner: string; nowMicros: number }): Promise<void> {
  await sql.run('UPDATE deliveries SET lease_owner = NULL, due_at = ? WHERE id = ? AND lease_owner = ?', [
    release.nowMicros,
    release.id,
    release.owner,
  ]);
}

/**
 * Makes the lowest version that is still to be delivered to an endpoint ready, if it was waiting. To be called whenever
 * a delivery of the task and endpoint is finished or queued again.
 */
export async function promoteHead(sql: Sql, head: { hookKey: string; taskUid: string; nowMicros: number }): Promise<void> {
  await sql.run(
    `UPDATE deliveries SET state = 'ready', due_at = ? WHERE state = 'waiting' AND id = (
       SELECT id FROM deliveries WHERE hook_key = ? AND task_uid = ? AND state IN ('ready', 'waiting') ORDER BY version LIMIT 1)`,
    [head.nowMicros, head.hookKey, head.taskUid],
  );
}

/** The same for those that finished together, by their ids. */
export async function promoteHeads(sql: Sql, finishedIds: readonly string[], nowMicros: number): Promise<void> {
  await sql.run(
    `UPDATE deliveries SET state = 'ready', due_at = ? WHERE state = 'waiting' AND id IN (
       SELECT (SELECT next.id FROM deliveries next WHERE next.hook_key = done.hook_key AND next.task_uid = done.task_uid
           AND next.state IN ('ready', 'waiting') ORDER BY next.version LIMIT 1)
       FROM deliveries done WHERE done.id IN (${placeholders(finishedIds.length)}))`,
    [nowMicros, ...finishedIds],
  );
}
