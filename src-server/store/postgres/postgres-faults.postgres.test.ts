import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { createGroupCommit } from '../../tasks/group-commit.ts';
import type { Database } from '../database.ts';
import type { Migration } from '../migrations.ts';
import { isOutcomeUnknown } from '../outcome-unknown.ts';
import { openPostgresDatabase, type PostgresOptions } from './open-postgres-database.ts';
import { createTemporaryDatabase, type TemporaryDatabase } from './temporary-postgres.ts';

const FEED: Migration = {
  number: 1,
  name: '0001-feed',
  text: 'CREATE TABLE feed (id BIGINT PRIMARY KEY, epoch TEXT NOT NULL, seq BIGINT NOT NULL);',
};
const NOTES: Migration = { number: 2, name: '0002-notes', text: 'CREATE TABLE notes (id BIGINT PRIMARY KEY, note TEXT);' };
/** On a machine with much else to do it may take a while. */
const SOON = { timeout: 15_000 };
const LIMITS = { statementMs: 5_000, lockMs: 5_000, idleMs: 5_000, transactionMs: 5_000 };

describe('a PostgreSQL database', () => {
  let temporary: TemporaryDatabase;
  let opened: Database[];
  let failures: unknown[];

  beforeAll(async () => {
    temporary = await createTemporaryDatabase(inject('postgresUrl'));
  });
  afterAll(() => temporary.remove());
  beforeEach(() => {
    opened = [];
    failures = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map((database) => database.close()));
    await administer('DROP SCHEMA public CASCADE; CREATE SCHEMA public', temporary.url);
  });

  describe('that several processes start on', () => {
    it('is migrated once', async () => {
      const slow = { ...NOTES, text: `${NOTES.text}\nSELECT pg_sleep(0.2);\nINSERT INTO notes (id) VALUES (1);` };
      await Promise.all([1, 2, 3, 4].map(() => open({ migrations: [FEED, slow] }).migrate()));
      const database = open();
      expect(await database.read((sql) => sql.all('SELECT name FROM schema_migrations ORDER BY number'))).toEqual([
        { name: '0001-feed' },
        { name: '0002-notes' },
      ]);
      expect(await database.read((sql) => sql.all('SELECT id FROM feed'))).toHaveLength(1);
    });

    it('gives a migration all the time that it needs', async () => {
      const slow = { ...FEED, text: `SELECT pg_sleep(0.3);\n${FEED.text}` };
      await open({
        migrations: [slow],
        silenceMs: 100,
        limits: { ...LIMITS, statementMs: 100, lockMs: 100, transactionMs: 100 },
      }).migrate();
    });

    it('undoes a migration that fails half-way, and refuses a server older than itself', async () => {
      const broken = { ...NOTES, text: `${NOTES.text}\nCREATE TABLE feed (id BIGINT);` };
      await expect(open({ migrations: [FEED, broken] }).migrate()).rejects.toThrow('already exists');
      await open({ migrations: [FEED, NOTES] }).migrate();
      await expect(open({ migrations: [FEED] }).migrate()).rejects.toThrow('newer than this server: it has the migration 0002-notes');
    });

    it('lets one writer after the other at the same row, whichever process they are in', async () => {
      const servers = await openMigrated(3);
      await Promise.all(servers.flatMap((server) => [increment(server), increment(server), increment(server)]));
      expect(await feedSeq(servers[0])).toBe(9);
    });

    it('hears what the other processes broadcast, not itself, and keeps nothing', async () => {
      const servers = await openMigrated(3);
      const heard: string[][] = [[], [], []];
      const ends = servers.map((server, index) => server.onBroadcast((message) => heard[index]?.push(message)));
      const [sender] = servers;
      await vi.waitFor(() => {
        for (const [index, server] of servers.entries()) server.broadcast(`ready ${index}`);
        for (const messages of heard) expect(new Set(messages).size).toBe(2);
      }, SOON);
      const text = `it's {"quoted"} é`;
      sender?.broadcast(text);
      await vi.waitFor(() => expect([heard[1], heard[2]]).toEqual([expect.arrayContaining([text]), expect.arrayContaining([text])]), SOON);
      expect(heard[0]).not.toContain(text);
      expect(heard[0]).not.toContain('ready 0');
      ends[1]?.();
      sender?.broadcast('last');
      await vi.waitFor(() => expect(heard[2]).toContain('last'), SOON);
      expect(heard[1]).not.toContain('last');
      expect(() => sender?.broadcast('x'.repeat(8_000))).toThrow('at most');
    });

    it('wakes listeners of other processes by a commit, and goes on after its connection broke', async () => {
      const [one, other] = await openMigrated(2);
      let calls = 0;
      other?.listen('feed', () => {
        calls += 1;
      });
      const called = async () => {
        await vi.waitFor(() => expect(calls).toBeGreaterThan(0));
        calls = 0;
      };
      await called();
      await one?.write(async (sql) => sql.notify('feed'));
      await called();
      await breakConnections("query LIKE 'LISTEN%'");
      await called();
      await one?.write(async (sql) => sql.notify('feed'));
      await called();
      await one?.write(async (sql) => sql.notify('people'));
      await one?.write(async (sql) => sql.run('UPDATE feed SET seq = 1'));
      expect(calls).toBe(0);
      expect(failures).not.toEqual([]);
    });
  });

  it('hears of commits again when its connection leads nowhere, and nobody says so', async () => {
    const [one] = await openMigrated(1);
    const line = await openLine(temporary.url);
    try {
      const other = open({ url: line.url, listenerBeatMs: 100 });
      const heard: string[] = [];
      other.onBroadcast((message) => heard.push(message));
      const { promise: called, resolve: call } = Promise.withResolvers<void>();
      other.listen('feed', call);
      one?.listen('feed', () => undefined);
      await called;
      line.freeze();
      await vi.waitFor(() => {
        one?.broadcast('still there?');
        expect(heard).not.toEqual([]);
      }, SOON);
    } finally {
      line.close();
    }
  });

  it('gives up a connection that leads nowhere, and goes on over another one', async () => {
    await openMigrated(1);
    const line = await openLine(temporary.url);
    try {
      const database = open({ url: line.url, silenceMs: 200 });
      await increment(database);
      expect(await feedSeq(database)).toBe(1);
      line.freeze();
      await increment(database);
      expect(await feedSeq(database)).toBe(2);
    } finally {
      line.close();
    }
  });

  it('does not try again a commit whose answer never comes, and has the write lock free for others', async () => {
    const [other] = await openMigrated(1);
    const line = await openLine(temporary.url);
    try {
      const database = open({ url: line.url, silenceMs: 200 });
      let attempts = 0;
      const write = database.write(async (sql) => {
        attempts += 1;
        await sql.run('UPDATE feed SET seq = seq + 1');
        line.freezeAnswers();
      });
      await expect(write).rejects.toSatisfy(isOutcomeUnknown);
      expect(attempts).toBe(1);
      await increment(other);
      expect(await feedSeq(other)).toBe(2);
    } finally {
      line.close();
    }
  });

  it('is unavailable soon behind a network that swallows everything, in the middle of a write too', async () => {
    await openMigrated(1);
    const line = await openLine(temporary.url);
    try {
      const database = open({ url: line.url, silenceMs: 200, connectTimeoutMs: 200, attemptsMaximum: 2 });
      await increment(database);
      let attempts = 0;
      const write = database.write(async (sql) => {
        attempts += 1;
        line.swallow();
        await sql.run('UPDATE feed SET seq = 100');
      });
      await expect(write).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('cannot be reached') });
      await expect(feedSeq(database)).rejects.toMatchObject({ code: 'unavailable' });
      expect(attempts).toBe(1);
    } finally {
      line.close();
    }
  });

  it('refuses all that wait for it together, instead of one after the other', async () => {
    await openMigrated(1);
    const line = await openLine(temporary.url);
    try {
      const database = open({ url: line.url, silenceMs: 100, connectTimeoutMs: 100, attemptsMaximum: 1 });
      let transactions = 0;
      const write: Database['write'] = (work) => {
        transactions += 1;
        return database.write(work);
      };
      const commands = createGroupCommit({ ...database, write }, { onCommitted: () => undefined, awayTimeMs: 50 });
      await commands.submit((sql) => sql.run('UPDATE feed SET seq = 1'));
      line.swallow();
      const settled = await Promise.allSettled(
        Array.from({ length: 50 }, (_, index) => commands.submit((sql) => sql.run('UPDATE feed SET seq = ?', [index]))),
      );
      expect(settled).toEqual(settled.map(() => ({ status: 'rejected', reason: expect.objectContaining({ code: 'unavailable' }) })));
      expect(transactions).toBe(2);
    } finally {
      line.close();
    }
  });

  it('makes commits durable although its default is not to', async () => {
    await administer(`ALTER DATABASE ${new URL(temporary.url).pathname.slice(1)} SET synchronous_commit = off`);
    const setting = await open().write((sql) => sql.get("SELECT current_setting('synchronous_commit') AS value"));
    await administer(`ALTER DATABASE ${new URL(temporary.url).pathname.slice(1)} RESET ALL`);
    expect(setting).toEqual({ value: 'on' });
  });

  it('prepares a text once per connection', async () => {
    const database = open({ writersMaximum: 1 });
    const look = 'SELECT count(*) AS many FROM pg_prepared_statements WHERE statement LIKE ?';
    const counts = [1, 2, 3].map(() => database.write((sql) => sql.get(look, ['%pg_prepared_statements%'])));
    expect((await Promise.all(counts)).at(-1)).toEqual({ many: 1 });
  });

  it('refuses to read a number that a double cannot hold', async () => {
    await expect(open().read((sql) => sql.get('SELECT CAST(9007199254740993 AS BIGINT) AS odd'))).rejects.toThrow(RangeError);
  });

  it('calls a text with U+0000 invalid, not a fault of its own', async () => {
    await expect(open().read((sql) => sql.get('SELECT CAST(? AS TEXT) AS odd', ['a\0b']))).rejects.toMatchObject({
      code: 'validation_failed',
    });
  });

  it('runs a transaction again that lost its connection before the commit, and only once to its end', async () => {
    const [database] = await openMigrated(1);
    let attempts = 0;
    await database?.write(async (sql) => {
      attempts += 1;
      await sql.run('UPDATE feed SET seq = seq + 1');
      if (attempts > 1) return;
      await breakConnections("query LIKE 'UPDATE feed%'");
      // A server process ends a moment after it is told to: the commit must not be sent before.
      for (;;) await sql.get('SELECT pg_sleep(0.01)');
    });
    expect([attempts, await feedSeq(database)]).toEqual([2, 1]);
  });

  it('knows that a statement which was sent with the commit behind it has failed, and why', async () => {
    const [database] = await openMigrated(1);
    const write = database?.write(async (sql) => {
      sql.send('UPDATE feed SET seq = 5');
      sql.send("INSERT INTO feed (id, epoch, seq) VALUES (1, 'twice', 1), (1, 'twice', 1)");
      sql.send('UPDATE feed SET seq = 6');
      sql.notify('feed');
    });
    await expect(write).rejects.toThrow('duplicate key');
    expect(await feedSeq(database)).toBe(0);
    await increment(database);
    expect(await feedSeq(database)).toBe(1);
  });

  it('runs again what the database ended before the commit behind it, once to its end', async () => {
    const [database] = await openMigrated(1);
    let attempts = 0;
    await database?.write(async (sql) => {
      attempts += 1;
      sql.send('UPDATE feed SET seq = seq + 1');
      if (attempts === 1) sql.send('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    expect([attempts, await feedSeq(database)]).toEqual([2, 1]);
  });

  it('reads ahead what the holder of the lock before has committed', async () => {
    const [slow, other] = await openMigrated(2);
    const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const writing = slow?.write(async (sql) => {
      begin();
      await sql.run('UPDATE feed SET seq = 7');
      await held;
    });
    await begun;
    let ahead: Promise<{ seq: number } | undefined> | null = null;
    const seen = other?.write(
      async () => ahead,
      (sql) => {
        ahead = sql.get<{ seq: number }>('SELECT seq FROM feed');
        return ahead;
      },
    );
    await vi.waitFor(() => expect(ahead).not.toBeNull(), SOON);
    goOn();
    await writing;
    expect(await seen).toEqual({ seq: 7 });
  });

  it.each([
    ['a serialization failure', '40001'],
    ['a deadlock', '40P01'],
  ])('tries again after %s, and gives up some time', async (_name, code) => {
    const [database] = await openMigrated(1);
    let attempts = 0;
    const work = (failing: number) =>
      database?.write(async (sql) => {
        attempts += 1;
        await sql.run('UPDATE feed SET seq = seq + 1');
        if (attempts <= failing) await sql.run(`DO $$ BEGIN RAISE EXCEPTION 'on purpose' USING ERRCODE = '${code}'; END $$`);
      });
    await work(2);
    expect([attempts, await feedSeq(database)]).toEqual([3, 1]);
    attempts = 0;
    await expect(work(100)).rejects.toMatchObject({ code: 'unavailable' });
    expect([attempts, await feedSeq(database)]).toEqual([4, 1]);
  });

  it('does not repeat what the work itself refused', async () => {
    const [database] = await openMigrated(1);
    let attempts = 0;
    const work = database?.write(async () => {
      attempts += 1;
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(attempts).toBe(1);
  });

  it('prepares anew when a newer server has changed a table under a prepared statement', async () => {
    const [database, newer] = await openMigrated(2);
    const look = () => database?.read((sql) => sql.get('SELECT seq, epoch FROM feed'));
    await look();
    await newer?.write((sql) => sql.run('ALTER TABLE feed ALTER COLUMN seq TYPE DOUBLE PRECISION'));
    expect(await look()).toMatchObject({ seq: 0 });
  });

  it('takes the lock from a process that hangs in the middle of a write', async () => {
    const limits = { ...LIMITS, idleMs: 100 };
    const [hanging, other] = await openMigrated(2, { limits });
    const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
    const stuck = hanging?.write(async (sql) => {
      await sql.run('UPDATE feed SET seq = 100');
      await held;
      await sql.run('UPDATE feed SET seq = 101');
    });
    await increment(other);
    goOn();
    await expect(stuck).rejects.toMatchObject({ code: 'unavailable' });
    expect(await feedSeq(other)).toBe(1);
  });

  it('tells writers that wait for too long to come again, and lets readers read meanwhile', async () => {
    const limits = { ...LIMITS, lockMs: 100 };
    const [slow, other] = await openMigrated(2, { limits });
    const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const writing = slow?.write(async () => {
      begin();
      await held;
    });
    await begun;
    await expect(increment(other)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
    expect(await feedSeq(other)).toBe(0);
    goOn();
    await writing;
    await increment(other);
  });

  it('ends a statement that takes too long', async () => {
    const [database] = await openMigrated(1, { limits: { ...LIMITS, statementMs: 50 } });
    await expect(database?.read((sql) => sql.get('SELECT pg_sleep(5)'))).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('does not try again what may be committed', async () => {
    const [database] = await openMigrated(1);
    await administer(
      `CREATE FUNCTION end_the_connection() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER at_the_commit AFTER UPDATE ON feed DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION end_the_connection()`,
      temporary.url,
    );
    let attempts = 0;
    const write = database?.write(async (sql) => {
      attempts += 1;
      sql.send('UPDATE feed SET seq = seq + 1');
    });
    await expect(write).rejects.toSatisfy(isOutcomeUnknown);
    expect(attempts).toBe(1);
  });

  it('is unavailable while it cannot be reached, and names what is wrong with the address', async () => {
    const nobody = open({ url: 'postgres://docket:docket@127.0.0.1:1/docket', attemptsMaximum: 2 });
    await expect(nobody.read((sql) => sql.get('SELECT 1 AS one'))).rejects.toMatchObject({ code: 'unavailable' });
    const missing = new URL(temporary.url);
    missing.pathname = '/nothing';
    await expect(open({ url: missing.href }).migrate()).rejects.toThrow('database "nothing" does not exist');
  });

  /**
   * To the same database, until it is frozen: from then on nothing comes through on the connections that there are, or no
   * answer does; or on new ones neither.
   */
  async function openLine(url: string): Promise<{ url: string; freeze(): void; freezeAnswers(): void; swallow(): void; close(): void }> {
    const to = new URL(url);
    const sockets = new Set<Socket>();
    const answering = new Set<Socket>();
    let isSwallowing = false;
    const server = createServer((near) => {
      if (isSwallowing) {
        sockets.add(near);
        near.on('error', () => undefined);
        return;
      }
      const far = connect(Number(to.port), to.hostname);
      for (const [socket, peer] of [[near, far] as const, [far, near] as const]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => peer.destroy());
        socket.pipe(peer);
      }
      answering.add(far);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String((server.address() as AddressInfo).port);
    return {
      url: through.href,
      freeze() {
        for (const socket of sockets) socket.unpipe().pause();
      },
      freezeAnswers() {
        for (const socket of answering) socket.unpipe().pause();
      },
      swallow() {
        isSwallowing = true;
        for (const socket of sockets) socket.unpipe().pause();
      },
      close() {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    };
  }

  function open(options: Partial<PostgresOptions> = {}): Database {
    const database = openPostgresDatabase({ url: temporary.url, migrations: [FEED], onError: (error) => failures.push(error), ...options });
    opened.push(database);
    return database;
  }

  async function openMigrated(servers: number, options: Partial<PostgresOptions> = {}): Promise<Database[]> {
    const databases = Array.from({ length: servers }, () => open(options));
    await databases[0]?.migrate();
    return databases;
  }

  async function increment(database: Database | undefined): Promise<void> {
    await database?.write(async (sql) => {
      const row = await sql.get<{ seq: number }>('SELECT seq FROM feed');
      await sql.run('UPDATE feed SET seq = ?', [(row?.seq ?? 0) + 1]);
    });
  }

  async function feedSeq(database: Database | undefined): Promise<number | undefined> {
    return (await database?.read((sql) => sql.get<{ seq: number }>('SELECT seq FROM feed')))?.seq;
  }

  function breakConnections(condition: string): Promise<void> {
    return administer(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${new URL(temporary.url).pathname.slice(1)}' AND ${condition}`,
    );
  }

  async function administer(statement: string, url = inject('postgresUrl')): Promise<void> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
});
