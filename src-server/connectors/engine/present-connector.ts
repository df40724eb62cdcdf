import type { Connector, ConnectorKind } from '../../../src-shared/schema/connector.ts';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { formatTimestamp } from '../../../src-shared/time/timestamp.ts';
import type { Clock } from '../../clock.ts';
import type { Sql } from '../../store/database.ts';
import type { VendorKind } from '../vendor.ts';
import { INITIAL_SAFETY } from './connector-commands.ts';
import type { StoredConnector } from './connector-rows.ts';
import { type ConnectorState, findBudgets, findState } from './connector-state.ts';
import { countOpen } from './item-rows.ts';
import { presentBudgets } from './present-budgets.ts';
import { findRunningRun, listHaltedRuns, listRuns, presentRun, type StoredRun } from './run-rows.ts';

export interface Presenting {
  clock: Clock;
  kinds: readonly VendorKind[];
  /** How the outside sees the server, without a slash at the end. */
  publicBase: string;
}

export async function presentConnector(sql: Sql, connector: StoredConnector, presenting: Presenting): Promise<Connector> {
  const { clock, kinds, publicBase } = presenting;
  const { id } = connector;
  const state = await findState(sql, id);
  const running = await findRunningRun(sql, id);
  const [halted = null] = await listHaltedRuns(sql, id);
  const [last = null] = await listRuns(sql, id, 1, null);
  const shown = halted ?? running ?? last;
  const health = healthOf(connector, state, { running, halted, last });
  return {
    id,
    kind: connector.kind,
    name: connector.name,
    enabled: connector.enabled,
    config: connector.config,
    has_credentials: connector.credentials !== null,
    schedule: connector.schedule,
    mapping: connector.mapping,
    safety: connector.safety,
    write_back: connector.writeBack,
    events_url: `${publicBase}/api/v1/connectors/${id}/events`,
    account: connector.account,
    health,
    message: messageOf(health, connector, shown),
    open_items: await countOpen(sql, id),
    next_run_at: state && connector.enabled && connector.credentials !== null ? formatTimestamp(state.nextRunAt) : null,
    last_run: shown && presentRun(shown),
    budgets: presentBudgets(kinds.find(({ kind }) => kind === connector.kind)?.limits ?? {}, await findBudgets(sql, id), clock.nowMicros()),
    created_at: formatTimestamp(connector.createdAt),
    updated_at: formatTimestamp(connector.updatedAt),
  };
}

interface Runs {
  running: StoredRun | null;
  halted: StoredRun | null;
  last: StoredRun | null;
}

function healthOf(connector: StoredConnector, state: ConnectorState | null, { running, halted, last }: Runs): Connector['health'] {
  if (connector.credentials === null) return 'credentials_missing';
  if (!connector.enabled) return 'paused';
  if (halted) return 'asking';
  if (state && state.failures > 0) return 'failing';
  const isMirrored = state !== null && (state.watermark !== null || state.nextFullAt > 0);
  if (running) return isMirrored ? 'running' : 'importing';
  return last ? 'well' : 'waiting';
}

function messageOf(health: Connector['health'], connector: StoredConnector, run: StoredRun | null): string | null {
  switch (health) {
    case 'asking':
      return run?.closings ? `It would close ${run.closings.count} of ${run.closings.open} open tasks, and asks before it does.` : null;
    case 'failing':
      return run?.errors.at(-1)?.message ?? null;
    case 'credentials_missing':
      return 'Enter the credentials: there are none, or the address has changed since they were entered.';
    case 'paused':
    case 'waiting':
    case 'importing':
    case 'running':
    case 'well':
      return connector.account?.warnings[0] ?? null;
  }
}

export function presentKind(kind: VendorKind): ConnectorKind {
  return {
    kind: kind.kind,
    name: kind.name,
    description: kind.description,
    config: plain(kind.config),
    credentials: plain(kind.credentials),
    schedule: { every_seconds: kind.schedule.everySeconds, full_every_seconds: kind.schedule.fullEverySeconds },
    statuses: kind.statuses.map(({ word, status, isWritten }) => ({ word, status, ...(isWritten === false ? { is_written: false } : {}) })),
    takes_events: kind.verifyEvent !== undefined,
    writes_back: kind.statuses.length > 0,
    safety: INITIAL_SAFETY,
  };
}

/** Schemas carry more than JSON. */
function plain(schema: object): JsonObject {
  return JSON.parse(JSON.stringify(schema)) as JsonObject;
}
