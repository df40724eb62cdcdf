import type { Sql, SqlValue } from './database.ts';

export type ColumnType = 'TEXT' | 'BIGINT' | 'DOUBLE PRECISION';
export type Columns = Readonly<Record<string, ColumnType>>;

/** A statement that writes one row, and the one that writes many on PostgreSQL, which gets them as a list for each column. */
export interface RowStatement {
  one: string;
  many: string;
  columns: readonly string[];
}

/** `onConflict`: what follows, where a row may be there already. */
export function insertStatement(table: string, columns: Columns, onConflict = ''): RowStatement {
  const names = Object.keys(columns);
  const list = names.join(', ');
  return {
    one: `INSERT INTO ${table} (${list}) VALUES (${names.map(() => '?').join(', ')}) ${onConflict}`,
    // Without the condition SQL could take the conflict for a part of a join.
    many: `INSERT INTO ${table} (${list}) SELECT ${list} FROM ${rowsOf(columns)} WHERE true ${onConflict}`,
    columns: names,
  };
}

/** Sets all columns but the key, which comes last. */
export function updateStatement(table: string, columns: Columns, key: string): RowStatement {
  const names = Object.keys(columns).filter((name) => name !== key);
  const typed = Object.fromEntries([...names, key].map((name) => [name, columns[name] ?? 'TEXT']));
  return {
    one: `UPDATE ${table} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE ${key} = ?`,
    many: `UPDATE ${table} SET ${names.map((name) => `${name} = r.${name}`).join(', ')} FROM ${rowsOf(typed)} WHERE ${table}.${key} = r.${key}`,
    columns: [...names, key],
  };
}

function rowsOf(columns: Columns): string {
  const lists = Object.values(columns).map((type) => `CAST(? AS ${type}[])`);
  return `unnest(${lists.join(', ')}) AS r(${Object.keys(columns).join(', ')})`;
}

/**
 * Rows of many writes whose order among each other does not matter: on PostgreSQL, where every statement costs as much as
 * several rows, they wait until `send` is called, and those of one statement go together.
 */
export class RowBatch {
  readonly #sql: Sql;
  #waiting: Map<RowStatement, (readonly SqlValue[])[]> | null = null;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** `values` are in the order of the statement's columns. */
  add(statement: RowStatement, values: readonly SqlValue[]): void {
    if (this.#sql.dialect === 'sqlite') {
      this.#sql.send(statement.one, values);
      return;
    }
    this.#waiting ??= new Map();
    const rows = this.#waiting.get(statement) ?? [];
    rows.push(values);
    this.#waiting.set(statement, rows);
  }

  /** Must be called before anything reads what was added, and at the end. */
  send(): void {
    for (const [statement, rows] of this.#waiting ?? []) {
      const [first] = rows;
      if (first && rows.length === 1) this.#sql.send(statement.one, first);
      else
        this.#sql.send(
          statement.many,
          statement.columns.map((_, column) => listOf(rows, column)),
        );
    }
    this.#waiting = null;
  }
}

/** One column of all rows, as PostgreSQL reads an array. */
function listOf(rows: readonly (readonly SqlValue[])[], column: number): string {
  let list = '{';
  for (const values of rows) {
    if (list.length > 1) list += ',';
    const value = values[column] ?? null;
    list += typeof value === 'string' ? `"${value.replace(/["\\]/g, '\\$&')}"` : value === null ? 'NULL' : String(value);
  }
  return `${list}}`;
}
