import type { TaskEvent } from '../../src-shared/schema/event.ts';
import type { Hook, HookAlarm, HookAlert, HookDisabledReason, HookScope } from '../../src-shared/schema/hook.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Sql } from '../store/database.ts';

interface HookView {
  id: string;
  url: string;
  events: string;
  scope: HookScope;
  enabled: number;
  max_in_flight: number | null;
  max_per_second: number | null;
  alert: HookAlert | null;
  disabled_reason: HookDisabledReason | null;
  failing_since: number | null;
  last_success_at: number | null;
  last_error: string | null;
  created_at: number;
  updated_at: number;
}

const SELECT_HOOK = `SELECT id, url, events, scope, enabled, max_in_flight, max_per_second, disabled_reason, alert, failing_since, last_success_at, last_error, created_at, updated_at
  FROM hooks LEFT JOIN hook_health ON hook_health.hook_key = hooks.hook_key`;

/** In the order in which they were registered. */
export async function listHooks(sql: Sql): Promise<Hook[]> {
  const rows = await sql.all<HookView>(`${SELECT_HOOK} ORDER BY created_at, id`);
  return rows.map(hookOfView);
}

export async function findHook(sql: Sql, id: string): Promise<Hook | null> {
  const row = await sql.get<HookView>(`${SELECT_HOOK} WHERE id = ?`, [id]);
  return row ? hookOfView(row) : null;
}

/** The endpoints on which nothing passes, since when. */
export async function listHookAlarms(sql: Sql): Promise<HookAlarm[]> {
  const rows = await sql.all<{ id: string; alert: HookAlert; alert_since: number }>(
    `SELECT hooks.id, alert, alert_since FROM hook_health JOIN hooks ON hooks.hook_key = hook_health.hook_key
     WHERE alert IS NOT NULL ORDER BY alert_since, hooks.id`,
  );
  return rows.map(({ id, alert, alert_since }) => ({ id, alert, since: formatTimestamp(alert_since) }));
}

function hookOfView(row: HookView): Hook {
  return {
    id: row.id,
    url: row.url,
    events: JSON.parse(row.events) as TaskEvent[],
    scope: row.scope,
    enabled: row.enabled === 1,
    disabled_reason: row.disabled_reason,
    max_in_flight: row.max_in_flight,
    max_per_second: row.max_per_second,
    alert: row.alert,
    failing_since: row.failing_since === null ? null : formatTimestamp(row.failing_since),
    last_success_at: row.last_success_at === null ? null : formatTimestamp(row.last_success_at),
    last_error: row.last_error,
    created_at: formatTimestamp(row.created_at),
    updated_at: formatTimestamp(row.updated_at),
  };
}
