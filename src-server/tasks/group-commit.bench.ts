import { createAction, type Engine, openEngine, updateAction } from '../sync/engine-fixture.ts';
import { findTask } from './task-store.ts';
import { writeTask } from './write-task.ts';

/** `node src-server/tasks/group-commit.bench.ts`: updates a second on a file, in groups and each in a transaction of its own. */
const TASKS = 500;
const SECONDS = 2;
const AT_ONCE = 64;

async function measure(name: string, write: (engine: Engine, uid: string, value: number) => Promise<unknown>): Promise<void> {
  const engine = await openEngine();
  for (let index = 0; index < TASKS; index += 1)
    await engine.write(`t${index}`, createAction(`t${index}`, 'refunds', { customer: 'Jane', amount: 12.5 }));
  const startedAt = performance.now();
  const endsAt = startedAt + SECONDS * 1000;
  let writes = 0;
  const worker = async () => {
    while (performance.now() < endsAt) {
      writes += 1;
      await write(engine, `t${writes % TASKS}`, writes);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const perSecond = (writes / (performance.now() - startedAt)) * 1000;
  process.stdout.write(`${name}: ${Math.round(perSecond)} updates/s, ${AT_ONCE} at once\n`);
  await engine.remove();
}

await measure('in groups', (engine, uid, value) => engine.write(uid, updateAction({ value })));
await measure('one by one', (engine, uid, value) =>
  engine.database.write(async (sql) =>
    writeTask(sql, engine, {
      before: await findTask(sql, uid),
      action: updateAction({ value }),
      actor: { kind: 'system', name: 'Benchmark' },
    }),
  ),
);
