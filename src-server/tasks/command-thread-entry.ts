import { parentPort, workerData } from 'node:worker_threads';
import { createPooledRandomBytes } from '../auth/pooled-random-bytes.ts';
import { systemClock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import { peopleBook } from '../people/people.ts';
import { createQueueStore } from '../queues/queue-store.ts';
import { CHANNELS, type Channel } from '../store/database.ts';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import type { CommandAnswer, CommandMessage } from './command-thread.ts';
import { decodeCommands, encodeOutcomes } from './encode-commands.ts';
import { createGroupCommit } from './group-commit.ts';
import { newTaskUid } from './new-task-uid.ts';
import { type CommandOutcome, outcomeOf, runTaskCommands, type TaskCommand } from './task-commands.ts';

// The thread's own: `command-thread.ts` starts it with the path of the database. It runs the commands as the main thread
// would: through a group commit, with the queues as each transaction finds them.
const database = openSqliteDatabase({ file: workerData as string, copiesLog: false, syncsInCommit: true, writerCacheKib: 6_144 });
const randomBytes = createPooledRandomBytes();
const queues = await createQueueStore(database);
const dependencies = { clock: systemClock, queues, people: peopleBook, newTaskUid: () => newTaskUid(systemClock, randomBytes) };
const groupCommit = createGroupCommit(database, {
  onCommitted: () => undefined,
  prepare: queues.refresh,
  runCommands: (sql, commands) => runTaskCommands(sql, dependencies, commands),
});
let notified = new Set<Channel>();
for (const channel of CHANNELS) database.listen(channel, () => notified.add(channel));

async function answer(id: number, commands: readonly TaskCommand[]): Promise<CommandAnswer> {
  const settled = await Promise.allSettled(commands.map((command) => groupCommit.settle(command)));
  const outcomes = settled.map((result): CommandOutcome => (result.status === 'fulfilled' ? result.value : failureOf(result.reason)));
  const answered: CommandAnswer = { id, outcomes: encodeOutcomes(outcomes), notified: [...notified] };
  notified = new Set();
  return answered;
}

function failureOf(error: unknown): CommandOutcome {
  if (error instanceof ApiError) return outcomeOf(error);
  return { ok: false, code: null, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

parentPort?.on('message', (message: CommandMessage) => {
  if (message !== 'close') {
    answer(message.id, decodeCommands(message.commands)).then((answered) => parentPort?.postMessage(answered));
    return;
  }
  groupCommit
    .drain()
    .then(() => database.close())
    .finally(() => process.exit(0));
});
parentPort?.postMessage('ready' satisfies CommandAnswer);
