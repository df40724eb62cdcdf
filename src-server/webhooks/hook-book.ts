import { randomUUID } from 'node:crypto';
import type { TaskEvent } from '../../src-shared/schema/event.ts';
import type { HookScope } from '../../src-shared/schema/hook.ts';
import type { Sql } from '../store/database.ts';

/** A hook as the write path and the dispatcher need it. */
export interface RegisteredHook {
  /** Unlike the id, never used again after the hook was deleted. */
  key: string;
  id: string;
  url: string;
  events: ReadonlySet<TaskEvent>;
  scope: HookScope;
  isRestHook: boolean;
  enabled: boolean;
  /** Requests at the same time and in a second, over all server processes; null where the owner set no limit. */
  maxInFlight: number | null;
  maxPerSecond: number | null;
  sealedSecrets: string;
  createdAtMicros: number;
}

interface HookRow {
  hook_key: string;
  id: string;
  url: string;
  events: string;
  scope: HookScope;
  rest_hook: number;
  enabled: number;
  max_in_flight: number | null;
  max_per_second: number | null;
  secrets: string;
  created_at: number;
}

// Revisions are random, so one map serves any number of databases, and what a rolled-back transaction put here is never
// asked for again. A few entries are enough: one is in use per database.
const REMEMBERED_REVISIONS = 16;
const hooksByRevision = new Map<string, readonly RegisteredHook[]>();

/** What a transaction has read: others change nothing under it, and what it changes itself it forgets. */
const hooksInTransaction = new WeakMap<Sql, Promise<readonly RegisteredHook[]>>();
/** The same once they were read: whoever writes many tasks need not wait for each. */
const hooksAtHand = new WeakMap<Sql, readonly RegisteredHook[]>();

/**
 * Every hook, enabled or not, as this transaction sees them: one read of a single row for all its writes, unless a hook was
 * changed.
 */
export function readHooks(sql: Sql): Promise<readonly RegisteredHook[]> {
  const known = hooksInTransaction.get(sql);
  if (known) return known;
  const read = readHooksNow(sql).then((hooks) => {
    // Unless they were changed meanwhile.
    if (hooksInTransaction.get(sql) === read) hooksAtHand.set(sql, hooks);
    return hooks;
  });
  hooksInTransaction.set(sql, read);
  return read;
}

/** What `readHooks` gives, where this transaction has asked for it before. */
export function findHooksAtHand(sql: Sql): readonly RegisteredHook[] | null {
  return hooksAtHand.get(sql) ?? null;
}

async function readHooksNow(sql: Sql): Promise<readonly RegisteredHook[]> {
  const row = await sql.get<{ revision: string }>('SELECT revision FROM hook_revision WHERE id = 1');
  if (!row || row.revision === 'empty') return [];
  const known = hooksByRevision.get(row.revision);
  if (known) return known;
  const rows = await sql.all<HookRow>(
    'SELECT hook_key, id, url, events, scope, rest_hook, enabled, max_in_flight, max_per_second, secrets, created_at FROM hooks ORDER BY created_at, id',
  );
  const hooks = rows.map(hookOfRow);
  for (const oldest of hooksByRevision.keys()) {
    if (hooksByRevision.size < REMEMBERED_REVISIONS) break;
    hooksByRevision.delete(oldest);
  }
  hooksByRevision.set(row.revision, hooks);
  return hooks;
}

export async function findRegisteredHook(sql: Sql, id: string): Promise<RegisteredHook | null> {
  return (await readHooks(sql)).find((hook) => hook.id === id) ?? null;
}

/** Must be called in every transaction that changes a row of `hooks`. */
export async function reviseHooks(sql: Sql): Promise<void> {
  hooksInTransaction.delete(sql);
  hooksAtHand.delete(sql);
  await sql.run('UPDATE hook_revision SET revision = ? WHERE id = 1', [randomUUID()]);
}

function hookOfRow(row: HookRow): RegisteredHook {
  return {
    key: row.hook_key,
    id: row.id,
    url: row.url,
    events: new Set(JSON.parse(row.events) as TaskEvent[]),
    scope: row.scope,
    isRestHook: row.rest_hook === 1,
    enabled: row.enabled === 1,
    maxInFlight: row.max_in_flight,
    maxPerSecond: row.max_per_second,
    sealedSecrets: row.secrets,
    createdAtMicros: row.created_at,
  };
}
