import type { TaskEvent } from '../../src-shared/schema/event.ts';
import type { Delivery, DeliveryAttempt, DeliveryFilter, DeliveryStatus } from '../../src-shared/schema/hook.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Sql, SqlValue } from '../store/database.ts';

interface DeliveryView {
  id: string;
  hook_id: string;
  enabled: number;
  task_uid: string;
  version: number;
  type: TaskEvent;
  state: 'ready' | 'waiting' | 'delivered' | 'given_up';
  tries: number;
  due_at: number;
  last_status: number | null;
  last_error: string | null;
  body: string | null;
  created_at: number;
  finished_at: number | null;
}

interface AttemptRow {
  number: number;
  at: number;
  duration_ms: number;
  status: number | null;
  error: string | null;
  answer: string;
}

export interface DeliveryPage {
  hookId: string;
  filter: DeliveryFilter | null;
  sinceMicros: number | null;
  untilMicros: number | null;
  after: DeliveryPosition | null;
  limit: number;
}

/** Where a page ended. */
export interface DeliveryPosition {
  createdAtMicros: number;
  id: string;
}

const SELECT_DELIVERY = `SELECT d.id, hooks.id AS hook_id, hooks.enabled, d.task_uid, d.version, d.type, d.state, d.tries, d.due_at,
  d.last_status, d.last_error, d.body, d.created_at, d.finished_at
  FROM deliveries d JOIN hooks ON hooks.hook_key = d.hook_key`;

/** In the words of the indexes that each of them shall use: the error is asked for because one has those that have an error. */
const FILTERS: Readonly<Record<DeliveryFilter, string>> = {
  pending: "d.state IN ('ready', 'waiting') AND d.tries = 0 AND hooks.enabled = 1",
  retrying: "d.last_error IS NOT NULL AND d.state NOT IN ('delivered', 'given_up') AND d.tries > 0 AND hooks.enabled = 1",
  held: "d.state IN ('ready', 'waiting') AND hooks.enabled = 0",
  delivered: "d.state = 'delivered'",
  given_up: "d.last_error IS NOT NULL AND d.state = 'given_up'",
  failed: "d.last_error IS NOT NULL AND (d.state = 'given_up' OR (d.state IN ('ready', 'waiting') AND d.tries > 0))",
};

/** Newest first. One row more than `limit` says that there are more. */
export async function listDeliveries(sql: Sql, page: DeliveryPage): Promise<{ items: Delivery[]; next: DeliveryPosition | null }> {
  const { text, parameters } = pageStatement(page);
  const rows = await sql.all<DeliveryView>(text, parameters);
  const shown = rows.slice(0, page.limit);
  const items: Delivery[] = [];
  for (const row of shown) items.push(await deliveryOfView(sql, row));
  const last = shown.at(-1);
  return { items, next: rows.length > page.limit && last ? { createdAtMicros: last.created_at, id: last.id } : null };
}

export function pageStatement(page: DeliveryPage): { text: string; parameters: SqlValue[] } {
  const conditions = ['hooks.id = ?'];
  const parameters: SqlValue[] = [page.hookId];
  if (page.filter !== null) conditions.push(FILTERS[page.filter]);
  if (page.sinceMicros !== null) {
    conditions.push('d.created_at >= ?');
    parameters.push(page.sinceMicros);
  }
  if (page.untilMicros !== null) {
    conditions.push('d.created_at <= ?');
    parameters.push(page.untilMicros);
  }
  if (page.after) {
    conditions.push('(d.created_at, d.id) < (?, ?)');
    parameters.push(page.after.createdAtMicros, page.after.id);
  }
  return {
    text: `${SELECT_DELIVERY} WHERE ${conditions.join(' AND ')} ORDER BY d.created_at DESC, d.id DESC LIMIT ?`,
    parameters: [...parameters, page.limit + 1],
  };
}

export async function findDelivery(sql: Sql, id: string): Promise<Delivery | null> {
  const row = await sql.get<DeliveryView>(`${SELECT_DELIVERY} WHERE d.id = ?`, [id]);
  return row ? deliveryOfView(sql, row) : null;
}

async function deliveryOfView(sql: Sql, row: DeliveryView): Promise<Delivery> {
  const attempts = await sql.all<AttemptRow>(
    'SELECT number, at, duration_ms, status, error, answer FROM delivery_attempts WHERE delivery_id = ? ORDER BY number',
    [row.id],
  );
  return {
    id: row.id,
    hook_id: row.hook_id,
    task_uid: row.task_uid,
    version: row.version,
    type: row.type,
    status: statusOf(row),
    created_at: formatTimestamp(row.created_at),
    next_attempt_at: row.state === 'ready' && row.enabled === 1 ? formatTimestamp(row.due_at) : null,
    finished_at: row.finished_at === null ? null : formatTimestamp(row.finished_at),
    last_status: row.last_status,
    last_error: row.last_error,
    body: row.body,
    attempts: attempts.map(({ at, ...attempt }) => ({ ...attempt, at: formatTimestamp(at) })) satisfies DeliveryAttempt[],
  };
}

function statusOf({ state, enabled, tries }: DeliveryView): DeliveryStatus {
  switch (state) {
    case 'delivered':
    case 'given_up':
      return state;
    case 'ready':
    case 'waiting':
      if (enabled === 0) return 'held';
      return tries > 0 ? 'retrying' : 'pending';
  }
}
