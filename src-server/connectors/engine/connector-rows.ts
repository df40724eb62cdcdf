import type {
  ConnectorAccount,
  ConnectorMapping,
  ConnectorSafety,
  ConnectorSchedule,
  ConnectorWriteBack,
} from '../../../src-shared/schema/connector.ts';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { Sql } from '../../store/database.ts';

/** A connector as it is kept. Secrets are sealed. */
export interface StoredConnector {
  id: string;
  kind: string;
  name: string;
  enabled: boolean;
  config: JsonObject;
  credentials: string | null;
  keptSecrets: string | null;
  eventSecret: string;
  schedule: ConnectorSchedule;
  mapping: ConnectorMapping;
  safety: ConnectorSafety;
  writeBack: ConnectorWriteBack;
  account: ConnectorAccount | null;
  revision: string;
  createdAt: number;
  updatedAt: number;
}

interface ConnectorRow {
  id: string;
  kind: string;
  name: string;
  enabled: number;
  config: string;
  credentials: string | null;
  kept_secrets: string | null;
  event_secret: string;
  schedule: string;
  mapping: string;
  safety: string;
  write_back: string;
  account: string | null;
  revision: string;
  created_at: number;
  updated_at: number;
}

const COLUMNS = `id, kind, name, enabled, config, credentials, kept_secrets, event_secret, schedule, mapping, safety, write_back,
  account, revision, created_at, updated_at`;

/** What the tasks' history and external ids know a connector by. */
export function sourceOfConnector(id: string): string {
  return `connector:${id}`;
}

export async function listConnectors(sql: Sql): Promise<StoredConnector[]> {
  return (await sql.all<ConnectorRow>(`SELECT ${COLUMNS} FROM connectors ORDER BY name, id`)).map(connectorOf);
}

export async function findConnector(sql: Sql, id: string): Promise<StoredConnector | null> {
  const row = await sql.get<ConnectorRow>(`SELECT ${COLUMNS} FROM connectors WHERE id = ?`, [id]);
  return row ? connectorOf(row) : null;
}

export async function saveConnector(sql: Sql, connector: StoredConnector): Promise<void> {
  await sql.run(
    `INSERT INTO connectors (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, enabled = excluded.enabled, config = excluded.config,
       credentials = excluded.credentials, kept_secrets = excluded.kept_secrets, event_secret = excluded.event_secret,
       schedule = excluded.schedule, mapping = excluded.mapping, safety = excluded.safety, write_back = excluded.write_back,
       account = excluded.account, revision = excluded.revision, updated_at = excluded.updated_at`,
    [
      connector.id,
      connector.kind,
      connector.name,
      connector.enabled ? 1 : 0,
      JSON.stringify(connector.config),
      connector.credentials,
      connector.keptSecrets,
      connector.eventSecret,
      JSON.stringify(connector.schedule),
      JSON.stringify(connector.mapping),
      JSON.stringify(connector.safety),
      JSON.stringify(connector.writeBack),
      connector.account ? JSON.stringify(connector.account) : null,
      connector.revision,
      connector.createdAt,
      connector.updatedAt,
    ],
  );
  sql.notify('connectors');
}

/** The tasks that it made stay. */
export async function removeConnector(sql: Sql, id: string): Promise<void> {
  const tables = ['connector_states', 'connector_items', 'connector_fields', 'connector_people', 'connector_runs', 'connector_events'];
  for (const table of tables) await sql.run(`DELETE FROM ${table} WHERE connector_id = ?`, [id]);
  await sql.run('DELETE FROM connectors WHERE id = ?', [id]);
  sql.notify('connectors');
}

export async function keepSecrets(sql: Sql, id: string, sealed: string | null): Promise<void> {
  await sql.run('UPDATE connectors SET kept_secrets = ? WHERE id = ?', [sealed, id]);
}

export async function keepAccount(sql: Sql, id: string, account: ConnectorAccount): Promise<void> {
  await sql.run('UPDATE connectors SET account = ? WHERE id = ?', [JSON.stringify(account), id]);
}

function connectorOf(row: ConnectorRow): StoredConnector {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    enabled: row.enabled === 1,
    config: JSON.parse(row.config) as JsonObject,
    credentials: row.credentials,
    keptSecrets: row.kept_secrets,
    eventSecret: row.event_secret,
    schedule: JSON.parse(row.schedule) as ConnectorSchedule,
    mapping: JSON.parse(row.mapping) as ConnectorMapping,
    safety: JSON.parse(row.safety) as ConnectorSafety,
    writeBack: JSON.parse(row.write_back) as ConnectorWriteBack,
    account: row.account === null ? null : (JSON.parse(row.account) as ConnectorAccount),
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
