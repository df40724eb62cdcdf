import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../http/api-error.ts';
import type { Database, Sql } from '../store/database.ts';
import { OutcomeUnknown } from '../store/outcome-unknown.ts';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import type { CommandThread } from './command-thread.ts';
import { createGroupCommit, type GroupCommitOptions } from './group-commit.ts';
import type { CommandOutcome, TaskCommand } from './task-commands.ts';

const upsert = { name: 'upsertTask', parameters: {} } as TaskCommand;

/** Takes every group that it is offered, and says how many commands each had. */
function fakeThread() {
  const groups: number[] = [];
  const thread: CommandThread = {
    takes: ({ commands }) => commands > 0,
    hold: (work) => work(),
    async run(commands) {
      groups.push(commands.length);
      return commands.map((): CommandOutcome => ({ ok: true, value: { status: 200, text: '', headers: {} } }));
    },
    close: async () => undefined,
  };
  return { thread, groups };
}

describe('committing in groups', () => {
  let database: Database;
  let remove: () => void;
  let transactions: number;
  let commits: number;

  beforeEach(async () => {
    const temporary = makeTemporaryFolder();
    remove = temporary.remove;
    const real = openSqliteDatabase({ file: join(temporary.folder, 'docket.db') });
    await real.migrate();
    await real.write((sql) => sql.run('CREATE TABLE notes (text TEXT PRIMARY KEY)'));
    transactions = 0;
    commits = 0;
    database = {
      ...real,
      write(work) {
        transactions += 1;
        return real.write(work);
      },
    };
  });
  afterEach(async () => {
    await database.close();
    remove();
  });

  it('gives waiting commands one transaction, in their order, and each its own answer', async () => {
    const commands = open();
    const values = await Promise.all(['a', 'b', 'c'].map((text) => commands.submit(async (sql) => [await note(sql, text), text])));
    expect(values).toEqual([
      [1, 'a'],
      [1, 'b'],
      [1, 'c'],
    ]);
    expect([transactions, commits]).toEqual([1, 1]);
    expect(await notes()).toEqual(['a', 'b', 'c']);
  });

  it('lets a command see what those before it in the group wrote', async () => {
    const commands = open();
    const [, seen] = await Promise.all([
      commands.submit((sql) => note(sql, 'a')),
      commands.submit((sql) => sql.all('SELECT text FROM notes')),
    ]);
    expect(seen).toEqual([{ text: 'a' }]);
  });

  it('spares the others when one throws', async () => {
    const commands = open();
    const settled = await Promise.allSettled([
      commands.submit((sql) => note(sql, 'a')),
      commands.submit(async (sql) => {
        await note(sql, 'b');
        throw new Error('no');
      }),
      commands.submit((sql) => note(sql, 'c')),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await notes()).toEqual(['a', 'c']);
    expect(commits).toBe(2);
  });

  it('runs the same commands when the database has the work done again', async () => {
    const real = database.write;
    let isFirst = true;
    database.write = async (work) => {
      if (isFirst) {
        isFirst = false;
        await real(async (sql) => {
          await work(sql);
          throw new Error('cannot be serialised');
        }).catch(() => undefined);
      }
      return real(work);
    };
    const commands = open();
    const values = await Promise.all(['a', 'b'].map((text) => commands.submit(async (sql) => [await note(sql, text), text])));
    expect([values, await notes()]).toEqual([
      [
        [1, 'a'],
        [1, 'b'],
      ],
      ['a', 'b'],
    ]);
  });

  it('takes no more than its maximum into one transaction', async () => {
    const commands = open({ groupMaximum: 2 });
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((text) => commands.submit((sql) => note(sql, text))));
    expect(transactions).toBe(3);
  });

  it('refuses what it cannot hold, and keeps what it took', async () => {
    const commands = open({ waitingMaximum: 2 });
    const settled = await Promise.allSettled(['a', 'b', 'c'].map((text) => commands.submit((sql) => note(sql, text))));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(settled[2]).toMatchObject({ reason: { code: 'unavailable', retryAfterSeconds: 1 } });
    expect(await notes()).toEqual(['a', 'b']);
    await commands.submit((sql) => note(sql, 'd'));
  });

  it('undoes a command that never ends, and goes on with the others', async () => {
    const commands = open({ commandTimeMs: 30 });
    const { promise: never } = Promise.withResolvers<never>();
    const hanging = commands.submit(async (sql) => {
      await note(sql, 'a');
      return never;
    });
    const other = commands.submit((sql) => note(sql, 'b'));
    await expect(hanging).rejects.toMatchObject({ code: 'unavailable' });
    await other;
    expect(await notes()).toEqual(['b']);
  });

  it('tells of a commit only when a new reader sees it', async () => {
    let seen: Promise<string[]> | null = null;
    const commands = open({
      onCommitted: () => {
        seen ??= notes();
      },
    });
    await commands.submit((sql) => note(sql, 'a'));
    expect(await seen).toEqual(['a']);
  });

  it('runs nothing again that may be committed', async () => {
    let attempts = 0;
    const commands = createGroupCommit(
      {
        ...database,
        write: (work) =>
          database.write(work).then(() => {
            attempts += 1;
            throw Object.assign(new ApiError('unavailable', 'The database went away.'), { cause: new OutcomeUnknown(null) });
          }),
      },
      { onCommitted: () => undefined },
    );
    const settled = await Promise.allSettled(['a', 'b'].map((text) => commands.submit((sql) => note(sql, text))));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(attempts).toBe(1);
    expect(await notes()).toEqual(['a', 'b']);
  });

  it('hands the reason to those who wait when no transaction can begin', async () => {
    const commands = createGroupCommit(
      { ...database, write: () => Promise.reject(new Error('disk is gone')) },
      { onCommitted: () => undefined },
    );
    const settled = await Promise.allSettled(['a', 'b'].map((text) => commands.submit((sql) => note(sql, text))));
    expect(settled).toMatchObject([{ reason: { message: 'disk is gone' } }, { reason: { message: 'disk is gone' } }]);
  });

  it('leaves to the thread what the thread can run, behind a command that it cannot', async () => {
    const { thread, groups } = fakeThread();
    const commands = open({ thread });
    await Promise.all([
      commands.settle(upsert),
      commands.submit((sql) => note(sql, 'a')),
      commands.submit((sql) => note(sql, 'b')),
      commands.settle(upsert),
      commands.settle(upsert),
    ]);
    expect(groups).toEqual([1, 2]);
    expect([transactions, await notes()]).toEqual([1, ['a', 'b']]);
  });

  it('hands over a group as soon as it is full, before the turn ends that fills it', async () => {
    const { thread, groups } = fakeThread();
    const commands = open({ thread, groupMaximum: 2 });
    let isTurnOver = false;
    setImmediate(() => {
      isTurnOver = true;
    });
    const settled = Promise.all([commands.settle(upsert), commands.settle(upsert)]);
    for (let waits = 0; waits < 20 && groups.length === 0; waits += 1) await Promise.resolve();
    expect([groups, isTurnOver]).toEqual([[2], false]);
    await settled;
  });

  it('drains what waits', async () => {
    const commands = open();
    const work = ['a', 'b'].map((text) => commands.submit((sql) => note(sql, text)));
    await commands.drain();
    expect(await notes()).toEqual(['a', 'b']);
    await Promise.all(work);
    await commands.drain();
  });

  const note = (sql: Sql, text: string) => sql.run('INSERT INTO notes (text) VALUES (?)', [text]);

  function open(options: Partial<GroupCommitOptions> = {}) {
    return createGroupCommit(database, {
      onCommitted: () => {
        commits += 1;
      },
      ...options,
    });
  }

  async function notes(): Promise<string[]> {
    return (await database.read((sql) => sql.all<{ text: string }>('SELECT text FROM notes ORDER BY text'))).map(({ text }) => text);
  }
});
