import { randomBytes, randomInt } from 'node:crypto';
import type { TaskEvent } from '../../src-shared/schema/event.ts';
import type { HookDisabledReason, HookScope } from '../../src-shared/schema/hook.ts';
import type { SecretBox } from '../auth/secret-box.ts';
import type { Sql } from '../store/database.ts';
import { armAnew, isDueWanted } from './due-alarms.ts';
import { readHooks, reviseHooks } from './hook-book.ts';
import { createSecrets, rotateSecrets } from './hook-secrets.ts';

const ID_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 12;

export interface NewHook {
  /** Chosen by the owner; null for one of ours. */
  id: string | null;
  url: string;
  events: readonly TaskEvent[];
  scope: HookScope;
  isRestHook: boolean;
  maxInFlight: number | null;
  maxPerSecond: number | null;
}

/** Gives back the id and the secret, which is shown this once; null when the id is taken. */
export async function createHook(
  sql: Sql,
  box: SecretBox,
  hook: NewHook,
  nowMicros: number,
): Promise<{ id: string; secret: string } | null> {
  const key = randomBytes(12).toString('hex');
  const id = hook.id ?? newHookId();
  const { secret, sealed } = createSecrets(box, key);
  const before = await readHooks(sql);
  const inserted = await sql.run(
    `INSERT INTO hooks (hook_key, id, url, events, scope, rest_hook, enabled, max_in_flight, max_per_second, secrets, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    [
      key,
      id,
      hook.url,
      JSON.stringify(hook.events),
      hook.scope,
      hook.isRestHook ? 1 : 0,
      hook.maxInFlight,
      hook.maxPerSecond,
      sealed,
      nowMicros,
      nowMicros,
    ],
  );
  if (inserted === 0) return null;
  await reviseHooks(sql);
  if (hook.events.includes('task.due') && !isDueWanted(before)) await armAnew(sql);
  return { id, secret };
}

export interface HookPatch {
  url?: string;
  events?: readonly TaskEvent[];
  scope?: HookScope;
  enabled?: boolean;
  /** Null lifts a limit. */
  maxInFlight?: number | null;
  maxPerSecond?: number | null;
}

/** Gives back the hook's key, or null when there is no such hook. What is absent stays. */
export async function changeHook(sql: Sql, id: string, patch: HookPatch, nowMicros: number): Promise<string | null> {
  const row = await sql.get<{ hook_key: string; enabled: number }>('SELECT hook_key, enabled FROM hooks WHERE id = ?', [id]);
  if (!row) return null;
  const { hook_key: key } = row;
  const before = await readHooks(sql);
  await sql.run(
    `UPDATE hooks SET url = COALESCE(?, url), events = COALESCE(?, events), scope = COALESCE(?, scope), updated_at = ? WHERE hook_key = ?`,
    [patch.url ?? null, patch.events ? JSON.stringify(patch.events) : null, patch.scope ?? null, nowMicros, key],
  );
  if (patch.maxInFlight !== undefined) await sql.run('UPDATE hooks SET max_in_flight = ? WHERE hook_key = ?', [patch.maxInFlight, key]);
  if (patch.maxPerSecond !== undefined) await sql.run('UPDATE hooks SET max_per_second = ? WHERE hook_key = ?', [patch.maxPerSecond, key]);
  if (patch.enabled === false && row.enabled === 1) await disableHook(sql, key, 'paused', nowMicros);
  if (patch.enabled === true && row.enabled === 0)
    await sql.run('UPDATE hooks SET enabled = 1, disabled_reason = NULL WHERE hook_key = ?', [key]);
  if (startsAnew(patch)) await sql.run('UPDATE hook_health SET failing_since = NULL WHERE hook_key = ?', [key]);
  await reviseHooks(sql);
  if (patch.events?.includes('task.due') && !isDueWanted(before)) await armAnew(sql);
  sql.notify('deliveries');
  return key;
}

/** Whether what failed before deserves a new try at once: see `retryHeldDeliveries`. */
export function startsAnew(patch: HookPatch): boolean {
  return patch.enabled === true || patch.url !== undefined;
}

/** Starts the schedule anew for deliveries that wait for a retry. Call until it gives back false: it does some at a time. */
export async function retryHeldDeliveries(sql: Sql, hookKey: string, nowMicros: number): Promise<boolean> {
  const limit = 2_000;
  const changed = await sql.run(
    `UPDATE deliveries SET due_at = ?, tries = 0 WHERE id IN (
       SELECT id FROM deliveries WHERE hook_key = ? AND state = 'ready' AND due_at > ? AND lease_owner IS NULL LIMIT ${limit})`,
    [nowMicros, hookKey, nowMicros],
  );
  sql.notify('deliveries');
  return changed === limit;
}

/** Gives back false when it was not enabled. */
export async function disableHook(sql: Sql, hookKey: string, reason: HookDisabledReason, nowMicros: number): Promise<boolean> {
  const changed = await sql.run('UPDATE hooks SET enabled = 0, disabled_reason = ?, updated_at = ? WHERE hook_key = ? AND enabled = 1', [
    reason,
    nowMicros,
    hookKey,
  ]);
  if (changed === 0) return false;
  await reviseHooks(sql);
  return true;
}

/** Takes the hook away at once; its deliveries, which may be many, are left to the housekeeping. */
export async function removeHook(sql: Sql, hookKey: string): Promise<void> {
  const removed = await sql.run('DELETE FROM hooks WHERE hook_key = ?', [hookKey]);
  if (removed === 0) return;
  await sql.run('DELETE FROM hook_health WHERE hook_key = ?', [hookKey]);
  await sql.run('DELETE FROM hook_paces WHERE hook_key = ?', [hookKey]);
  await sql.run('INSERT INTO removed_hooks (hook_key) VALUES (?)', [hookKey]);
  await reviseHooks(sql);
}

/** Gives back the new secret; null when there is no such hook. */
export async function rotateHookSecret(sql: Sql, box: SecretBox, id: string, nowMicros: number): Promise<string | null> {
  const row = await sql.get<{ hook_key: string; secrets: string }>('SELECT hook_key, secrets FROM hooks WHERE id = ?', [id]);
  if (!row) return null;
  const { secret, sealed } = rotateSecrets(box, row.hook_key, row.secrets, nowMicros);
  await sql.run('UPDATE hooks SET secrets = ?, updated_at = ? WHERE hook_key = ?', [sealed, nowMicros, row.hook_key]);
  await reviseHooks(sql);
  return secret;
}

function newHookId(): string {
  return `webhook_${Array.from({ length: ID_LENGTH }, () => ID_CHARACTERS[randomInt(ID_CHARACTERS.length)]).join('')}`;
}
