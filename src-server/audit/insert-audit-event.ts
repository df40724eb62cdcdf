import type { Caller } from '../auth/caller.ts';
import type { Sql } from '../store/database.ts';
import { drawFeedNumber } from '../sync/feed-position.ts';

export interface AuditActor {
  /** `nobody`: somebody who did not sign in. */
  kind: 'user' | 'key' | 'system' | 'nobody';
  id: string | null;
  name: string;
}

export interface AuditEvent {
  atMicros: number;
  actor: AuditActor;
  /** noun.verb, as in `http/api.ts`. */
  action: string;
  subject: string | null;
  address: string | null;
  details: Readonly<Record<string, unknown>>;
}

/** A body larger than this says its size, not its content. */
const DETAILS_CHARACTERS = 16_384;
const SECRET = /password|secret|token|credential|^key$|^code$/i;

/** Writes down what was done, in the transaction that does it. Values of keys that sound secret are left out. */
export async function insertAuditEvent(sql: Sql, event: AuditEvent): Promise<void> {
  const { actor, atMicros } = event;
  const seq = await drawFeedNumber(sql);
  await sql.run(
    'INSERT INTO audit_events (seq, at, actor_kind, actor_uid, actor_name, action, subject, address, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    [seq, atMicros, actor.kind, actor.id, actor.name, event.action, event.subject, event.address, detailsText(event.details)],
  );
}

export function auditActorOf(caller: Caller): AuditActor {
  switch (caller.kind) {
    case 'user':
      return { kind: 'user', id: caller.user.id, name: caller.user.name };
    case 'key':
      return { kind: 'key', id: caller.keyId, name: caller.name };
  }
}

function detailsText(details: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(details, (key, value: unknown) => (SECRET.test(key) && value !== null ? '[secret]' : value));
  return text.length <= DETAILS_CHARACTERS ? text : JSON.stringify({ characters: text.length });
}
