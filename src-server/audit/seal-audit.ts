import { createHash } from 'node:crypto';
import type { Database, Sql } from '../store/database.ts';
import { findFeed } from '../sync/feed-position.ts';
import { type AuditRow, BEGINNING, findBeginning, readAuditRows, WINDOW } from './audit-rows.ts';

export interface Seal {
  number: number;
  /** It seals all entries after the seal before, up to this one. */
  last_seq: number;
  entries: number;
  content_hash: string;
  previous_hash: string;
  hash: string;
  at: number;
}

/** What the first seal follows. */
export const FIRST_SEAL = { number: 0, last_seq: BEGINNING, hash: '' } as const;

export const SEAL_COLUMNS = 'number, last_seq, entries, content_hash, previous_hash, hash, at';

export interface SealWork {
  database: Pick<Database, 'read'>;
  nowMicros: number;
  write<Value>(command: (sql: Sql) => Promise<Value>): Promise<Value>;
}

/**
 * Seals the next entries of the audit log, of at most `WINDOW` feed numbers. Numbers become visible in their order, so
 * that nothing can come into a sealed range later. Gives back whether there is more.
 */
export async function sealAudit({ database, nowMicros, write }: SealWork): Promise<boolean> {
  const { seal, isMore } = await database.read((sql) => prepareSeal(sql, nowMicros));
  if (!seal) return false;
  await write((sql) => insertSeal(sql, seal));
  return isMore;
}

async function prepareSeal(sql: Sql, nowMicros: number): Promise<{ seal: Seal | null; isMore: boolean }> {
  const last = (await sql.get<Seal>(`SELECT ${SEAL_COLUMNS} FROM audit_seals ORDER BY number DESC LIMIT 1`)) ?? FIRST_SEAL;
  const { seq: head } = await findFeed(sql);
  if (head <= last.last_seq) return { seal: null, isMore: false };
  const from = last.number === 0 ? await findBeginning(sql) : last.last_seq;
  const until = Math.min(from + WINDOW, head);
  const rows = await readAuditRows(sql, last.last_seq, until);
  const unsigned = {
    number: last.number + 1,
    last_seq: until,
    entries: rows.length,
    content_hash: hashRows(rows),
    previous_hash: last.hash,
    at: nowMicros,
  };
  return { seal: { ...unsigned, hash: hashSeal(unsigned) }, isMore: until < head };
}

async function insertSeal(sql: Sql, seal: Seal): Promise<void> {
  await sql.run(`INSERT INTO audit_seals (${SEAL_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`, [
    seal.number,
    seal.last_seq,
    seal.entries,
    seal.content_hash,
    seal.previous_hash,
    seal.hash,
    seal.at,
  ]);
}

/** A call to the hash for each would cost more than the hashing. */
const HASHED_ROWS = 100;

/** Of every column, so that no change of any goes unseen. Texts are kept as they were written. */
export function hashRows(rows: readonly AuditRow[]): string {
  const hash = createHash('sha256');
  for (let from = 0; from < rows.length; from += HASHED_ROWS) {
    hash.update(
      rows
        .slice(from, from + HASHED_ROWS)
        .map(lineOf)
        .join(''),
    );
  }
  return hash.digest('hex');
}

export function hashSeal({ number, last_seq, entries, content_hash, previous_hash, at }: Omit<Seal, 'hash'>): string {
  return createHash('sha256')
    .update(JSON.stringify([number, last_seq, entries, content_hash, previous_hash, at]))
    .digest('hex');
}

/** `[[name, value], …]` as JSON, by name: the order of columns in a statement must not matter. */
function lineOf(row: AuditRow): string {
  const columns = columnsOf(row);
  for (const column of columns) column[1] = row[column[0]];
  return `${JSON.stringify(columns)}\n`;
}

type SealedColumn = [name: keyof AuditRow, value: string | number | null];

/** One list for all rows of a kind, filled for each: a server under load seals thousands a second. */
function columnsOf(row: AuditRow): SealedColumn[] {
  const known = COLUMNS.get(row.kind);
  if (known) return known;
  const columns = Object.keys(row)
    .sort()
    .map((name): SealedColumn => [name as keyof AuditRow, null]);
  COLUMNS.set(row.kind, columns);
  return columns;
}

const COLUMNS = new Map<AuditRow['kind'], SealedColumn[]>();
