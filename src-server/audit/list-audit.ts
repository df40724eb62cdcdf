import type { AuditEntry } from '../../src-shared/schema/audit.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Sql } from '../store/database.ts';
import { findFeed } from '../sync/feed-position.ts';
import { type AuditRow, findBeginning, readAuditRows, readTaskRows, WINDOW } from './audit-rows.ts';

export interface AuditFilter {
  sinceMicros: number | null;
  /** Before that moment; the moment itself is not in it. */
  untilMicros: number | null;
  actorId: string | null;
  taskUid: string | null;
  order: 'asc' | 'desc';
  limit: number;
  /** Where the page before ended. */
  after: AuditPosition | null;
}

export interface AuditPosition {
  seq: number;
  version: number;
}

export interface AuditList {
  entries: AuditEntry[];
  /** Null at the end. */
  next: AuditPosition | null;
}

/** A page reads this many windows at most, however few of their entries it is about. */
const WINDOWS_A_PAGE = 20;
/** Servers that share a database have clocks of their own. */
const CLOCK_DIFFERENCE_MICROS = 300_000_000;
const LAST_VERSION = Number.MAX_SAFE_INTEGER;

export async function listAudit(sql: Sql, filter: AuditFilter): Promise<AuditList> {
  const { order, limit, after } = filter;
  const found: AuditRow[] = [];
  const isWanted = wantedBy(filter);
  for await (const { rows, end } of windows(sql, filter)) {
    if (order === 'desc') rows.reverse();
    for (const row of rows) if (isBeyond(row, after, order) && isWanted(row)) found.push(row);
    const last = found[limit - 1];
    if (found.length > limit && last) return { entries: found.slice(0, limit).map(entryOf), next: positionOf(last) };
    if (end) return { entries: found.map(entryOf), next: end };
  }
  return { entries: found.map(entryOf), next: null };
}

interface Window {
  rows: AuditRow[];
  /** Set where the page has read enough: the next one goes on from here. */
  end: AuditPosition | null;
}

/** The log in pieces, beginning where the page does. Feed numbers have no gaps, so that a range of them is a size. */
async function* windows(sql: Sql, { taskUid, order, after, sinceMicros, untilMicros }: AuditFilter): AsyncGenerator<Window> {
  if (taskUid !== null) {
    yield { rows: await readTaskRows(sql, taskUid), end: null };
    return;
  }
  const { seq: newest } = await findFeed(sql);
  const head = untilMicros === null ? newest : await findEnd(sql, untilMicros);
  const beginning = sinceMicros === null ? await findBeginning(sql) : await findStart(sql, sinceMicros, head);
  let low = order === 'asc' && after ? Math.max(after.seq - 1, beginning) : beginning;
  let high = order === 'desc' && after ? Math.min(after.seq, head) : head;
  for (let count = 1; low < high; count += 1) {
    const [from, until] = order === 'asc' ? [low, Math.min(low + WINDOW, high)] : [Math.max(high - WINDOW, low), high];
    if (order === 'asc') low = until;
    else high = from;
    const isEnough = count >= WINDOWS_A_PAGE && low < high;
    const end = order === 'asc' ? { seq: low, version: LAST_VERSION } : { seq: high, version: LAST_VERSION };
    yield { rows: await readAuditRows(sql, from, until), end: isEnough ? end : null };
  }
}

/** The number before the first entry that can be as young as that. */
async function findStart(sql: Sql, sinceMicros: number, head: number): Promise<number> {
  const from = sinceMicros - CLOCK_DIFFERENCE_MICROS;
  const history = await sql.get<{ seq: number }>('SELECT seq FROM history WHERE at >= ? ORDER BY at LIMIT 1', [from]);
  const event = await sql.get<{ seq: number }>('SELECT seq FROM audit_events WHERE at >= ? ORDER BY at LIMIT 1', [from]);
  return Math.min(history?.seq ?? head + 1, event?.seq ?? head + 1) - 1;
}

/** The number of the last entry that can be as old as that. */
async function findEnd(sql: Sql, untilMicros: number): Promise<number> {
  const to = untilMicros + CLOCK_DIFFERENCE_MICROS;
  const history = await sql.get<{ seq: number }>('SELECT seq FROM history WHERE at < ? ORDER BY at DESC LIMIT 1', [to]);
  const event = await sql.get<{ seq: number }>('SELECT seq FROM audit_events WHERE at < ? ORDER BY at DESC LIMIT 1', [to]);
  return Math.max(history?.seq ?? 0, event?.seq ?? 0);
}

function wantedBy({ sinceMicros, untilMicros, actorId }: AuditFilter): (row: AuditRow) => boolean {
  return (row) =>
    (sinceMicros === null || row.at >= sinceMicros) &&
    (untilMicros === null || row.at < untilMicros) &&
    (actorId === null || row.actor_uid === actorId);
}

function isBeyond(row: AuditRow, after: AuditPosition | null, order: 'asc' | 'desc'): boolean {
  if (!after) return true;
  const difference = row.seq - after.seq || row.version - after.version;
  return order === 'asc' ? difference > 0 : difference < 0;
}

function positionOf({ seq, version }: AuditRow): AuditPosition {
  return { seq, version };
}

function entryOf(row: AuditRow): AuditEntry {
  const { seq, version, actor_kind, actor_uid, actor_name } = row;
  const common = {
    id: `${seq}.${version}`,
    seq,
    at: formatTimestamp(row.at),
    actor: { kind: actor_kind, id: actor_uid, name: actor_name },
  };
  switch (row.kind) {
    case 'event': {
      const { action, subject, address, details } = row;
      return { ...common, action, task: null, subject, address, details: JSON.parse(details) as Record<string, unknown> };
    }
    case 'history': {
      const { status_before, status, assignee_uid, queue_uid, device_at, op_id, note, changes } = row;
      const details = { version, status_before, status, assignee_uid, queue_uid, device_at, op_id, note };
      const changed = changes === null ? null : (JSON.parse(changes) as unknown);
      return {
        ...common,
        action: `tasks.${row.step}`,
        task: row.task_uid,
        subject: null,
        address: null,
        details: { ...details, changes: changed },
      };
    }
  }
}
