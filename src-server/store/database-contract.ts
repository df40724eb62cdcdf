import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from './database.ts';
import { insertStatement, RowBatch, updateStatement } from './row-batch.ts';

/** What every implementation of `Database` must do. `open` gives an empty, migrated database of its own to each test. */
export function describeDatabase(name: string, open: () => Promise<{ database: Database; close: () => Promise<void> }>): void {
  describe(`the ${name} database`, () => {
    let database: Database;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ database, close } = await open());
      await database.write((sql) => sql.run('CREATE TABLE marbles (colour TEXT PRIMARY KEY, weight DOUBLE PRECISION, count BIGINT)'));
    });
    afterEach(() => close());

    it('gives back what was written, of every type', async () => {
      const row = { colour: 'red “é” \u{1f534}', weight: 0.1, count: 1_720_787_356_891_001 };
      await put(row.colour, row.weight, row.count);
      await put('none', null, null);
      expect(await marbles()).toEqual([{ colour: 'none', weight: null, count: null }, row]);
    });

    it('reads whole seconds up to the year 9999', async () => {
      await put('far', null, 253_402_300_799_000_000);
      expect(await marbles()).toEqual([{ colour: 'far', weight: null, count: 253_402_300_799_000_000 }]);
    });

    it('says how many rows a statement changed', async () => {
      await put('red', 1, 1);
      await put('blue', 1, 1);
      expect(await database.write((sql) => sql.run('UPDATE marbles SET weight = 2'))).toBe(2);
      expect(await database.write((sql) => sql.run('DELETE FROM marbles WHERE colour = ?', ['green']))).toBe(0);
    });

    it('returns rows from a write', async () => {
      await put('red', 1, 1);
      const row = await database.write((sql) => sql.get('UPDATE marbles SET count = count + 1 WHERE colour = ? RETURNING count', ['red']));
      expect(row).toEqual({ count: 2 });
    });

    it('writes rows of a batch as it writes them one by one', async () => {
      const insert = insertStatement('marbles', { colour: 'TEXT', weight: 'DOUBLE PRECISION', count: 'BIGINT' });
      const update = updateStatement('marbles', { colour: 'TEXT', count: 'BIGINT' }, 'colour');
      const rows = [
        ['red “é” \\u0041 "quoted" \u{1f534}', 0.1, 253_402_300_799_000_000],
        ['half a pair: \ud800', null, -1],
        ['', 1e300, null],
      ];
      for (const count of [1, rows.length]) {
        const kept = await database.write(async (sql) => {
          await sql.run('DELETE FROM marbles');
          const batch = new RowBatch(sql);
          for (const row of rows.slice(0, count)) batch.add(insert, row);
          batch.send();
          for (const [colour] of rows.slice(0, count)) batch.add(update, [7, colour ?? null]);
          batch.send();
          return sql.all('SELECT colour, weight, count FROM marbles ORDER BY weight IS NULL, weight');
        });
        const expected = [rows[0], rows[2], rows[1]].slice(0, count).map((row) => [String(row?.[0]).toWellFormed(), row?.[1], 7]);
        expect(kept.map((row) => Object.values(row))).toEqual(expected);
      }
    });

    it('gives undefined where there is no row', async () => {
      expect(await database.read((sql) => sql.get('SELECT * FROM marbles'))).toBeUndefined();
    });

    it('undoes all of a transaction whose work throws', async () => {
      const work = database.write(async (sql) => {
        await sql.run("INSERT INTO marbles (colour) VALUES ('red')");
        throw new Error('changed my mind');
      });
      await expect(work).rejects.toThrow('changed my mind');
      expect(await marbles()).toEqual([]);
    });

    it('runs the last steps of a transaction once, with all that its work wrote, and none of one that is undone', async () => {
      let steps = 0;
      const write = (isWanted: boolean) =>
        database.write(async (sql) => {
          sql.beforeCommit(async () => {
            steps += 1;
            await sql.run("UPDATE marbles SET count = (SELECT COUNT(*) FROM marbles) WHERE colour = 'red'");
          });
          await sql.run("INSERT INTO marbles (colour) VALUES ('red')");
          await sql.run("INSERT INTO marbles (colour) VALUES ('blue')");
          if (!isWanted) throw new Error('changed my mind');
        });
      await expect(write(false)).rejects.toThrow('changed my mind');
      await write(true);
      expect([steps, await marbles()]).toEqual([
        1,
        [
          { colour: 'blue', weight: null, count: null },
          { colour: 'red', weight: null, count: 2 },
        ],
      ]);
    });

    it('sends statements that nobody waits for in their order, and commits nothing when one of them is bad', async () => {
      await database.write(async (sql) => {
        sql.send('INSERT INTO marbles (colour, count) VALUES (?, ?)', ['red', 1]);
        sql.send('UPDATE marbles SET count = count + 1');
        expect(await sql.get('SELECT count FROM marbles')).toEqual({ count: 2 });
      });
      const spoilt = database.write(async (sql) => {
        sql.send("INSERT INTO marbles (colour) VALUES ('blue')");
        sql.send("INSERT INTO marbles (colour) VALUES ('red')");
      });
      await expect(spoilt).rejects.toThrow();
      expect(await marbles()).toEqual([{ colour: 'red', weight: null, count: 2 }]);
    });

    it('undoes all of a transaction with a bad statement, and goes on', async () => {
      const work = database.write(async (sql) => {
        await sql.run("INSERT INTO marbles (colour) VALUES ('red')");
        await sql.run("INSERT INTO marbles (colour) VALUES ('red')");
      });
      await expect(work).rejects.toThrow();
      await put('blue', 1, 1);
      expect(await marbles()).toMatchObject([{ colour: 'blue' }]);
    });

    it('undoes all of a transaction with a bad statement whose error was caught', async () => {
      const work = database.write(async (sql) => {
        await sql.run("INSERT INTO marbles (colour) VALUES ('red')");
        await sql.run("INSERT INTO marbles (colour) VALUES ('red')").catch(() => 0);
        await sql.run("INSERT INTO marbles (colour) VALUES ('blue')").catch(() => 0);
      });
      await expect(work).rejects.toThrow(/unique/i);
      expect(await marbles()).toEqual([]);
    });

    it('takes question marks in texts and comments for what they are', async () => {
      const row = await database.read((sql) =>
        sql.get("SELECT 'why? it''s ?' AS a, ? AS b /* ? */, 'x' AS \"c?\" -- ?\n WHERE 'x?' <> ?", ['here', 'y']),
      );
      expect(row).toEqual({ a: "why? it's ?", b: 'here', 'c?': 'x' });
    });

    it('gives sums, counts and comparisons as numbers', async () => {
      await put('red', 1, 2);
      await put('blue', 1, 3);
      const row = await database.read((sql) =>
        sql.get(
          'SELECT count(*) AS many, sum(count) AS total, sum(weight) AS heavy, max(count) > 2 AS big, min(count) > 2 AS small FROM marbles',
        ),
      );
      expect(row).toEqual({ many: 2, total: 5, heavy: 2, big: 1, small: 0 });
    });

    it('sorts and compares texts by their bytes', async () => {
      for (const colour of ['b', 'é', 'B', 'a', '-a', 'A']) await put(colour, null, null);
      expect((await marbles()).map((row) => 'colour' in row && row.colour)).toEqual(['-a', 'A', 'B', 'a', 'b', 'é']);
      expect(await database.read((sql) => sql.all('SELECT colour FROM marbles WHERE colour > ? ORDER BY colour', ['a']))).toHaveLength(2);
    });

    it('does not let writers in between the statements of another', async () => {
      await put('red', 1, 0);
      const increment = () =>
        database.write(async (sql) => {
          const row = await sql.get<{ count: number }>("SELECT count FROM marbles WHERE colour = 'red'");
          await pause();
          await sql.run("UPDATE marbles SET count = ? WHERE colour = 'red'", [(row?.count ?? 0) + 1]);
        });
      await Promise.all([increment(), increment(), increment()]);
      expect(await marbles()).toMatchObject([{ count: 3 }]);
    });

    it('shows a reader one moment, and never half of a write', async () => {
      await put('red', 1, 1);
      const seen = await database.read(async (sql) => {
        const before = await sql.all('SELECT colour FROM marbles');
        await put('blue', 1, 1);
        return [before, await sql.all('SELECT colour FROM marbles')];
      });
      expect(seen).toEqual([[{ colour: 'red' }], [{ colour: 'red' }]]);
      expect(await marbles()).toHaveLength(2);
    });

    it('serves several readers while a writer is at work', async () => {
      const { promise: held, resolve: finish } = Promise.withResolvers<void>();
      const writing = database.write(async (sql) => {
        await sql.run("INSERT INTO marbles (colour) VALUES ('red')");
        await held;
      });
      expect(await Promise.all([marbles(), marbles(), marbles()])).toEqual([[], [], []]);
      finish();
      await writing;
      expect(await marbles()).toHaveLength(1);
    });

    it('refuses writes from a reader', async () => {
      await expect(database.read((sql) => sql.run("INSERT INTO marbles (colour) VALUES ('red')"))).rejects.toThrow();
    });

    it('is of no use to work that outlives its transaction', async () => {
      const kept = await database.write(async (sql) => sql);
      await expect(kept.run("INSERT INTO marbles (colour) VALUES ('red')")).rejects.toThrow('over');
    });

    it('calls listeners once they listen, and after commits that notified their channel', async () => {
      const heard = { feed: 0, queues: 0 };
      const stopFeed = database.listen('feed', () => {
        heard.feed += 1;
      });
      const stopQueues = database.listen('queues', () => {
        heard.queues += 1;
      });
      await vi.waitFor(() => expect(Math.min(heard.feed, heard.queues)).toBeGreaterThan(0));
      heard.feed = 0;
      heard.queues = 0;
      const undone = database.write(async (sql) => {
        sql.notify('queues');
        throw new Error('changed my mind');
      });
      await expect(undone).rejects.toThrow('changed my mind');
      await database.write(async (sql) => {
        sql.notify('feed');
        sql.notify('feed');
        await pause();
        expect(heard.feed, 'not before the commit').toBe(0);
      });
      await vi.waitFor(() => expect(heard).toEqual({ feed: 1, queues: 0 }));
      // A hook that gives something back has failed, for Fastify.
      expect([stopFeed(), stopQueues(), database.onBroadcast(() => undefined)()]).toEqual([undefined, undefined, undefined]);
      await database.write(async (sql) => sql.notify('feed'));
      await pause();
      expect(heard).toEqual({ feed: 1, queues: 0 });
    });

    it('waits for what is under way before it closes, and takes nothing after', async () => {
      const { promise: held, resolve: finish } = Promise.withResolvers<void>();
      const writing = database.write(async (sql) => {
        await held;
        return sql.run("INSERT INTO marbles (colour) VALUES ('red')");
      });
      const closing = database.close();
      await expect(marbles()).rejects.toThrow('closed');
      finish();
      expect(await writing).toBe(1);
      await closing;
    });

    it('migrates again without doing anything', async () => {
      const before = await database.read((sql) => sql.get('SELECT * FROM feed'));
      await database.migrate();
      expect(await database.read((sql) => sql.get('SELECT * FROM feed'))).toEqual(before);
    });

    const put = (colour: string, weight: number | null, count: number | null) =>
      database.write((sql) => sql.run('INSERT INTO marbles (colour, weight, count) VALUES (?, ?, ?)', [colour, weight, count]));
    const marbles = () => database.read((sql) => sql.all('SELECT colour, weight, count FROM marbles ORDER BY colour'));
  });
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
