import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { createAction, TestClock, TestQueues, testQueue, updateAction } from '../sync/engine-fixture.ts';
import { createGroupCommit } from './group-commit.ts';
import { findTask } from './task-store.ts';
import { writeTask } from './write-task.ts';

/** For the crash test, as a process of its own: writes without end, and says of each write that it was acknowledged. */
const [file = ''] = process.argv.slice(2);
const database = openSqliteDatabase({ file });
await database.migrate();
const commands = createGroupCommit(database, { onCommitted: () => undefined });
const dependencies = { clock: new TestClock(), queues: new TestQueues([testQueue('refunds')]) };

async function writeOn(uid: string): Promise<never> {
  for (let value = 0; ; value += 1) {
    const written = await commands.submit(async (sql) => {
      const before = await findTask(sql, uid);
      const action = before ? updateAction({ value }) : createAction(uid);
      return writeTask(sql, dependencies, { before, action, actor: { kind: 'system', name: 'Writer' } });
    });
    if (written.ok) process.stdout.write(`${uid} ${written.after.task.version}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, index) => writeOn(`t${index}`)));
