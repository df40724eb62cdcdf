import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';

export interface TemporaryPostgres {
  /** Of an account that may do everything, and of a database that is there from the start. */
  url: string;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** For tests and trials: a PostgreSQL on a free port of this machine. It goes when this process goes, if not before. */
export async function startTemporaryPostgres(options: { durable: boolean }): Promise<TemporaryPostgres> {
  const script = fileURLToPath(new URL('./temporary-postgres-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, ...(options.durable ? ['--durable'] : [])], { stdio: ['pipe', 'pipe', 'pipe'] });
  const complaints = text(child.stderr);
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [first] = await Promise.race([once(lines, 'line'), exited.then(() => [null])]);
  if (typeof first !== 'string') throw new Error(await complaints);
  return {
    url: first,
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

let databases = 0;

export interface TemporaryDatabase {
  url: string;
  /** Keeps what is in it under a name. Nobody may be connected, nor when it is put back. */
  copyTo(name: string): Promise<void>;
  copyFrom(name: string): Promise<void>;
  /** Removes it and its copies, whoever is connected. */
  remove(): Promise<void>;
}

/** For tests: an empty database on that server. */
export async function createTemporaryDatabase(serverUrl: string): Promise<TemporaryDatabase> {
  databases += 1;
  const name = `docket_${process.pid}_${databases}`;
  const copies = new Set<string>();
  await query(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async copyTo(copy) {
      copies.add(copy);
      await query(serverUrl, `DROP DATABASE IF EXISTS ${name}_${copy}`, `CREATE DATABASE ${name}_${copy} TEMPLATE ${name}`);
    },
    copyFrom: (copy) => query(serverUrl, `DROP DATABASE ${name}`, `CREATE DATABASE ${name} TEMPLATE ${name}_${copy}`),
    remove: () =>
      query(serverUrl, ...[name, ...[...copies].map((copy) => `${name}_${copy}`)].map((old) => `DROP DATABASE ${old} WITH (FORCE)`)),
  };
}

async function query(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
