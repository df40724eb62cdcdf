import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { SecretBox } from '../../auth/secret-box.ts';
import type { Clock } from '../../clock.ts';
import { ApiError } from '../../http/api-error.ts';
import type { Sql } from '../../store/database.ts';
import type { VendorEvent, VendorKind, VerifiedEvent } from '../vendor.ts';
import { noSuchConnector } from './connector-commands.ts';
import type { StoredConnector } from './connector-rows.ts';
import { secretContext } from './connector-session.ts';
import { credentialsOf } from './connector-turn.ts';

const EVENTS_MAXIMUM = 1_000;
const IDS_MAXIMUM = 100;
const ID_CHARACTERS = 256;
const CALLS_A_MINUTE = 600;

export interface EventDependencies {
  secretBox: SecretBox;
  clock: Clock;
  kinds: readonly VendorKind[];
}

/** Throws an ApiError `unauthorized` for a call that neither the vendor signed nor the connector's own secret came with. */
export function verifyEvent(dependencies: EventDependencies, connector: StoredConnector, event: VendorEvent): VerifiedEvent {
  const { secretBox, clock, kinds } = dependencies;
  if (isOwnSecret(secretBox, connector, event.headers.authorization)) return { deliveryId: null, externalIds: readOwnIds(event.rawBody) };
  const kind = kinds.find((each) => each.kind === connector.kind);
  const verified =
    connector.credentials === null
      ? null
      : (kind?.verifyEvent?.(event, {
          config: connector.config,
          credentials: credentialsOf(secretBox, connector),
          nowMs: () => clock.nowMicros() / 1_000,
        }) ?? null);
  if (verified) return verified;
  throw new ApiError('unauthorized', "The call has neither the vendor's signature nor the connector's secret.");
}

/** Remembers what it is about, and wakes whoever has the connector. A repeat does nothing. */
export async function keepEvent(sql: Sql, clock: Clock, connectorId: string, event: VerifiedEvent): Promise<void> {
  if (!(await sql.get('SELECT 1 AS one FROM connectors WHERE id = ?', [connectorId]))) noSuchConnector(connectorId);
  const unread = await sql.get<{ many: number }>(
    'SELECT COUNT(*) AS many FROM connector_events WHERE connector_id = ? AND external_ids IS NOT NULL',
    [connectorId],
  );
  // So many are a change of everything: the next run reads them, and more of them say nothing new.
  if ((unread?.many ?? 0) >= EVENTS_MAXIMUM) return;
  const ids = event.externalIds.filter((id) => id !== '' && id.length <= ID_CHARACTERS).slice(0, IDS_MAXIMUM);
  await sql.run(
    'INSERT INTO connector_events (connector_id, delivery_id, external_ids, at) VALUES (?, ?, ?, ?) ON CONFLICT (connector_id, delivery_id) DO NOTHING',
    [connectorId, (event.deliveryId ?? randomUUID()).slice(0, ID_CHARACTERS), JSON.stringify(ids), clock.nowMicros()],
  );
  sql.notify('connectors');
}

/** Calls by connector in the minute that is running. Throws an ApiError `rate_limited`. */
export function createEventLimit(clock: Clock): (connectorId: string) => void {
  let minute = 0;
  let calls = new Map<string, number>();
  return (connectorId) => {
    const now = Math.floor(clock.nowMicros() / 60_000_000);
    if (now !== minute) calls = new Map();
    minute = now;
    const many = (calls.get(connectorId) ?? 0) + 1;
    calls.set(connectorId, many);
    if (many > CALLS_A_MINUTE) throw new ApiError('rate_limited', 'Too many events: send fewer.', { retryAfterSeconds: 60 });
  };
}

function isOwnSecret(secretBox: SecretBox, { id, eventSecret }: StoredConnector, authorization: string | undefined): boolean {
  const given = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (given === undefined) return false;
  const secret = secretBox.open(eventSecret, secretContext(id, 'event'));
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** `{"external_ids": […]}`, where the caller says so. */
function readOwnIds(rawBody: Buffer): string[] {
  try {
    const body = JSON.parse(rawBody.toString('utf8')) as { external_ids?: unknown } | null;
    return Array.isArray(body?.external_ids) ? body.external_ids.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    // Any body will do: the call itself says that something changed.
    return [];
  }
}
