import { randomBytes } from 'node:crypto';
import type { HookEvent, HookEventType } from '../../src-shared/schema/hook.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import { insertAuditEvent } from '../audit/insert-audit-event.ts';
import type { Sql, SqlValue } from '../store/database.ts';

/** How long operators can look back. */
export const HOOK_EVENTS_KEPT_MICROS = 365 * 24 * 3_600_000_000;

export interface NewHookEvent {
  hookKey: string;
  type: HookEventType;
  atMicros: number;
  /** When nothing passed any more. */
  sinceMicros: number;
  error: string | null;
}

const AUDIT_ACTIONS: Readonly<Record<HookEventType, string>> = {
  failing: 'hooks.fail',
  disabled: 'hooks.disable',
  recovered: 'hooks.recover',
  removed: 'hooks.remove',
};

/** Tells operators what became of an endpoint without anybody's doing; the audit log gets it too. */
export async function insertHookEvent(sql: Sql, { hookKey, type, atMicros, sinceMicros, error }: NewHookEvent): Promise<void> {
  const hook = await sql.get<{ id: string }>('SELECT id FROM hooks WHERE hook_key = ?', [hookKey]);
  if (!hook) return;
  await sql.run('INSERT INTO hook_events (id, hook_id, type, at, since, error) VALUES (?, ?, ?, ?, ?, ?)', [
    `hev_${randomBytes(12).toString('hex')}`,
    hook.id,
    type,
    atMicros,
    sinceMicros,
    error,
  ]);
  await insertAuditEvent(sql, {
    atMicros,
    actor: { kind: 'system', id: null, name: 'Webhooks' },
    action: AUDIT_ACTIONS[type],
    subject: hook.id,
    address: null,
    details: { since: formatTimestamp(sinceMicros), error },
  });
  sql.notify('hooks');
}

/** Where a page ended. */
export interface HookEventPosition {
  atMicros: number;
  id: string;
}

interface HookEventPage {
  hookId: string | null;
  sinceMicros: number | null;
  after: HookEventPosition | null;
  limit: number;
}

interface HookEventRow {
  id: string;
  hook_id: string;
  type: HookEventType;
  at: number;
  since: number;
  error: string | null;
}

/** Newest first. */
export async function listHookEvents(sql: Sql, page: HookEventPage): Promise<{ items: HookEvent[]; next: HookEventPosition | null }> {
  const conditions = ['at >= ?'];
  const parameters: SqlValue[] = [page.sinceMicros ?? 0];
  if (page.hookId !== null) {
    conditions.push('hook_id = ?');
    parameters.push(page.hookId);
  }
  if (page.after) {
    conditions.push('(at, id) < (?, ?)');
    parameters.push(page.after.atMicros, page.after.id);
  }
  const rows = await sql.all<HookEventRow>(
    `SELECT id, hook_id, type, at, since, error FROM hook_events WHERE ${conditions.join(' AND ')} ORDER BY at DESC, id DESC LIMIT ?`,
    [...parameters, page.limit + 1],
  );
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ at, since, ...event }) => ({ ...event, at: formatTimestamp(at), since: formatTimestamp(since) })),
    next: rows.length > page.limit && last ? { atMicros: last.at, id: last.id } : null,
  };
}

/** Gives back how many it removed; call again until 0. */
export function pruneHookEvents(sql: Sql, nowMicros: number, limit = 500): Promise<number> {
  return sql.run('DELETE FROM hook_events WHERE id IN (SELECT id FROM hook_events WHERE at < ? ORDER BY at LIMIT ?)', [
    nowMicros - HOOK_EVENTS_KEPT_MICROS,
    limit,
  ]);
}
