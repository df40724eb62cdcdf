import { connect } from 'node:net';
import pg from 'pg';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import type { VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { RECORDS_MAXIMUM } from './back-office-settings.ts';

export interface QuerySource {
  /** `postgres://host:port/database` or `mysql://…`; `?ssl=off` for what speaks no TLS. */
  url: URL;
  username: string;
  password: string;
  query: string;
  /** The server itself ends the statement then. */
  timeMs: number;
}

/** The rows of one read-only statement. Connects to the vetted address alone. Throws a VendorError. */
export async function readQuery(
  source: QuerySource,
  { findAddress, signal }: Pick<VendorSession, 'findAddress' | 'signal'>,
): Promise<JsonObject[]> {
  const address = await findAddress(source.url.hostname.replace(/^\[|\]$/g, ''));
  signal.throwIfAborted();
  const limited = { ...source, query: limitQuery(source.query) };
  const rows = source.url.protocol === 'mysql:' ? await queryMysql(limited, address) : await queryPostgres(limited, address);
  if (rows.length > RECORDS_MAXIMUM) throw new VendorError('unexpected', `The query gives more than ${RECORDS_MAXIMUM} rows.`);
  return rows.map(plainRow);
}

/** As part of another statement it can only be one that reads. */
function limitQuery(query: string): string {
  const bare = query.trim().replace(/;\s*$/, '');
  if (!/^(select|with|table|values|\()/i.test(bare.replace(/^(\s*(--[^\n]*\n|\/\*[\s\S]*?\*\/))+/, '').trim())) {
    throw new VendorError('rejected', 'The query must be one SELECT.');
  }
  return `SELECT * FROM (${bare}\n) AS docket_rows LIMIT ${RECORDS_MAXIMUM + 1}`;
}

/** The connection goes to an address; the certificate is of the name. */
function tlsOf(url: URL): { servername: string } | null {
  return url.searchParams.get('ssl') === 'off' ? null : { servername: url.hostname };
}

async function queryPostgres({ url, username, password, query, timeMs }: QuerySource, address: string): Promise<JsonObject[]> {
  const client = new pg.Client({
    host: address,
    port: Number(url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: username,
    password,
    ssl: tlsOf(url) ?? false,
    connectionTimeoutMillis: 10_000,
    statement_timeout: timeMs,
    query_timeout: timeMs + 5_000,
    options: '-c default_transaction_read_only=on',
    application_name: 'Docket',
  });
  // A connection that breaks between two calls tells it here alone; the call that comes next fails too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN TRANSACTION READ ONLY');
    // The extended protocol takes one statement, so that none can end the transaction.
    const { rows } = await client.query<JsonObject>({ text: query, values: [], queryMode: 'extended' } as pg.QueryConfig);
    return rows;
  } catch (error) {
    throw readFailure(error, password);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function queryMysql({ url, username, password, query, timeMs }: QuerySource, address: string): Promise<JsonObject[]> {
  // Loaded where a source asks for it: it takes a tenth of what the server does.
  const { createConnection } = await import('mysql2/promise');
  const tls = tlsOf(url);
  const port = Number(url.port || 3306);
  const connection = await createConnection({
    host: url.hostname,
    stream: () => connect(port, address),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: username,
    password,
    ...(tls ? { ssl: { verifyIdentity: true, minVersion: 'TLSv1.2' } } : {}),
    connectTimeout: 10_000,
    multipleStatements: false,
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: true,
  }).catch((error: unknown) => {
    throw readFailure(error, password);
  });
  connection.on('error', () => undefined);
  try {
    const timeout = timeMs + 5_000;
    await connection.query({ sql: `SET SESSION MAX_EXECUTION_TIME = ${timeMs}`, timeout });
    await connection.query({ sql: 'START TRANSACTION READ ONLY', timeout });
    const [rows] = await connection.query({ sql: query, timeout });
    return Array.isArray(rows) ? (rows as JsonObject[]) : [];
  } catch (error) {
    throw readFailure(error, password);
  } finally {
    connection.destroy();
  }
}

/** Dates as texts with their zone, bytes as nothing: what JSON can hold. */
function plainRow(row: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(row as Record<string, unknown>).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: unknown): JsonValue {
  if (value === undefined || value === null || Buffer.isBuffer(value)) return null;
  if (typeof value === 'bigint') return value.toString();
  return JSON.parse(JSON.stringify(value));
}

const REASONS: Readonly<Record<string, readonly [VendorError['reason'], string]>> = {
  '28P01': ['unauthorized', 'The database refused the user name or the password.'],
  '28000': ['unauthorized', 'The database refused the user, or a connection without TLS.'],
  '3D000': ['not_found', 'There is no database with this name.'],
  '42P01': ['not_found', 'The query names a table that does not exist, or that our user may not see.'],
  '42703': ['unexpected', 'The query names a column that does not exist: the schema has changed.'],
  '42501': ['forbidden', 'Our user may not read what the query asks for.'],
  '25006': ['rejected', 'The query tries to write: only reading is possible.'],
  '57014': ['unavailable', 'The query took too long and was ended.'],
  ER_ACCESS_DENIED_ERROR: ['unauthorized', 'The database refused the user name or the password.'],
  ER_DBACCESS_DENIED_ERROR: ['forbidden', 'Our user may not use this database.'],
  ER_BAD_DB_ERROR: ['not_found', 'There is no database with this name.'],
  ER_NO_SUCH_TABLE: ['not_found', 'The query names a table that does not exist.'],
  ER_BAD_FIELD_ERROR: ['unexpected', 'The query names a column that does not exist: the schema has changed.'],
  ER_TABLEACCESS_DENIED_ERROR: ['forbidden', 'Our user may not read what the query asks for.'],
  ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: ['rejected', 'The query tries to write: only reading is possible.'],
  ER_QUERY_TIMEOUT: ['unavailable', 'The query took too long and was ended.'],
  ECONNREFUSED: ['unavailable', 'Nobody answers at this address and port.'],
  ETIMEDOUT: ['unavailable', 'The database did not answer in time.'],
};

function readFailure(error: unknown, password: string): VendorError {
  if (error instanceof VendorError) return error;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const vendorMessage = password === '' ? message : message.replaceAll(password, '…');
  const [reason, text] = REASONS[code] ?? ['unavailable', 'The database cannot be read.'];
  return new VendorError(reason, `${text} (${vendorMessage.slice(0, 300)})`, { vendorMessage, cause: error });
}
