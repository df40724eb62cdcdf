import { systemClock } from '../clock.ts';
import { peopleBook } from '../people/people.ts';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { TestQueues, testQueue } from '../sync/engine-fixture.ts';
import { createCommandThread } from './command-thread.ts';
import { readTaskBody } from './dialects/read-task-body.ts';
import { createGroupCommit } from './group-commit.ts';
import { runTaskCommands } from './task-commands.ts';

/**
 * For the crash test, as a process of its own: writes without end, and says of each write that it was acknowledged. With
 * `thread` the command thread takes over as soon as it can.
 */
const [file = '', place] = process.argv.slice(2);
const database = openSqliteDatabase({ file });
await database.migrate();
const onError = (error: unknown) => {
  throw error;
};
const upserts = { clock: systemClock, queues: new TestQueues([testQueue('refunds')]), people: peopleBook, newTaskUid: () => 'unused' };
const commands = createGroupCommit(database, {
  onCommitted: () => undefined,
  runCommands: (sql, named) => runTaskCommands(sql, upserts, named),
  thread: place === 'thread' ? createCommandThread({ database, file, onError, openFrom: { commands: 2, callers: 2 } }) : null,
});
const caller = { kind: 'key', keyId: 'key_1', name: 'Writer', source: 'writer', scopes: ['tasks:write'] } as const;

async function writeOn(uid: string): Promise<never> {
  for (let value = 0; ; value += 1) {
    const input = readTaskBody({ uid, fields: { value, at: performance.now() } });
    const written = await commands.perform('upsertTask', { caller, mode: 'patch', pathUid: null, ifMatch: null, input });
    process.stdout.write(`${uid} ${written.headers.etag?.replaceAll('"', '')}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, index) => writeOn(`t${index}`)));
