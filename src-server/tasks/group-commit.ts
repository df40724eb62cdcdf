import { ApiError } from '../http/api-error.ts';
import { isConnectionLost } from '../store/connection-lost.ts';
import type { Database, Sql } from '../store/database.ts';
import { isOutcomeUnknown } from '../store/outcome-unknown.ts';
import type { CommandThread, WaitingCommands } from './command-thread.ts';
import {
  type CommandOutcome,
  type ParametersOf,
  type ResultOf,
  type TaskCommand,
  type TaskCommandName,
  unwrapOutcome,
} from './task-commands.ts';

export interface CommittedGroup {
  commands: number;
  /** From the begin of the transaction until it was durable. */
  durationMs: number;
}

export interface GroupCommitOptions {
  /** Called after every durable commit: there may be something new to send. */
  onCommitted: (group: CommittedGroup) => void;
  /** Runs first in every transaction. What is kept in memory of the database's can be brought up to date here. */
  prepare?: (sql: Sql) => Promise<void>;
  /** Runs what was asked for by name, in this order: one outcome a command. */
  runCommands?: (sql: Sql, commands: readonly TaskCommand[]) => Promise<CommandOutcome[]>;
  /** Takes over commands by name once many come at the same time. */
  thread?: CommandThread | null;
  /** Commands in one transaction. */
  groupMaximum?: number;
  /** Commands that may wait; more are refused. */
  waitingMaximum?: number;
  /** A group takes no further command after this. */
  groupTimeMs?: number;
  /** A transaction that has not settled after this is rolled back, and its commands are run again one by one. */
  commandTimeMs?: number;
  /** A database that was away for so long is away for whoever waits: they are refused together. */
  awayTimeMs?: number;
}

export interface GroupCommit {
  /**
   * Runs the command in a transaction that it may share with others, and settles when that is durable. Commands run
   * one after the other, in the order in which they came; one may run twice (again alone, when another one spoilt the
   * group), so it must do nothing outside the transaction. Throws an ApiError `unavailable` when too many wait.
   */
  submit<Value>(command: (sql: Sql) => Promise<Value>): Promise<Value>;
  /** The same for a command by name, which may be run in another thread. Throws its ApiErrors too. */
  perform<Name extends TaskCommandName>(name: Name, parameters: ParametersOf<Name>): Promise<ResultOf<Name>>;
  /** The same, and what was refused comes back as a value. */
  settle(command: TaskCommand): Promise<CommandOutcome>;
  /** Settles when nothing waits any more. */
  drain(): Promise<void>;
}

interface Waiting {
  work: Work;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Commands by name are data: another thread may run them, and those that stand side by side are run together. */
type Work = { run: (sql: Sql) => Promise<unknown>; command: null } | { run: null; command: TaskCommand };

/** Commands by name that are run together: between two such runs a group looks at the time. */
const SIDE_BY_SIDE = 256;
/** Groups at the thread at the same time: one that it commits, one that it finds when it is through. */
const IN_FLIGHT = 2;

/** Lets concurrent commands share one transaction, so that one fsync pays for many. */
export function createGroupCommit(database: Database, options: GroupCommitOptions): GroupCommit {
  const {
    onCommitted,
    prepare = async () => undefined,
    runCommands,
    thread = null,
    groupMaximum = 256,
    waitingMaximum = 10_000,
    groupTimeMs = 100,
    commandTimeMs = 5_000,
    awayTimeMs = 5_000,
  } = options;
  const waiting: Waiting[] = [];
  const preparations = new WeakMap<Sql, Promise<void>>();
  let working: Promise<void> | null = null;
  let onFullGroup: () => void = () => undefined;

  /** Once in a transaction, however early: it may be on its way with what begins it. */
  function prepareOnce(sql: Sql): Promise<void> {
    const preparation = preparations.get(sql) ?? prepare(sql);
    preparations.set(sql, preparation);
    return preparation;
  }

  function enqueue<Value>(work: Work): Promise<Value> {
    if (waiting.length >= waitingMaximum) {
      return Promise.reject(
        new ApiError('unavailable', 'The server has more to write than it can hold: try again shortly.', { retryAfterSeconds: 1 }),
      );
    }
    return new Promise<Value>((resolve, reject) => {
      waiting.push({ work, resolve: resolve as Waiting['resolve'], reject });
      if (waiting.length >= groupMaximum) onFullGroup();
      working ??= commitAll();
    });
  }

  /** Whatever the sockets bring in until then shares a commit; a turn that brings in more than one group need not end first. */
  function nextTurn(): Promise<void> {
    if (waiting.length >= groupMaximum) return Promise.resolve();
    return new Promise((resolve) => {
      const turn = setImmediate(end);
      function end(): void {
        clearImmediate(turn);
        onFullGroup = () => undefined;
        resolve();
      }
      onFullGroup = end;
    });
  }

  function perform<Name extends TaskCommandName>(name: Name, parameters: ParametersOf<Name>): Promise<ResultOf<Name>> {
    const outcome = enqueue<CommandOutcome>({ run: null, command: { name, parameters } as TaskCommand });
    return outcome.then(unwrapOutcome) as Promise<ResultOf<Name>>;
  }

  async function commitAll(): Promise<void> {
    while (waiting.length > 0) {
      await nextTurn();
      // What came while the answers to the group before were written is read only now: it makes the next one larger.
      if (waiting.length > 1) await nextTurn();
      // Where the group could not even begin, the next command carries the news, or this would go round for ever.
      if (thread?.takes(commandsAhead())) await commitInThread(thread).catch((error: unknown) => waiting.shift()?.reject(error));
      else await commitGroup();
    }
    working = null;
  }

  /** Up to a group of commands by name that are next. */
  function commandsAhead(): WaitingCommands {
    const most = Math.min(waiting.length, groupMaximum);
    let commands = 0;
    let callers = 0;
    for (; commands < most; commands += 1) {
      const command = waiting[commands]?.work.command;
      if (!command) break;
      if (command.name !== 'upsertItem') callers += 1;
    }
    return { commands, callers };
  }

  function namedAhead(): number {
    return commandsAhead().commands;
  }

  /** While the thread commits one group, the next one is on its way to it. Others who write have their turn in between. */
  async function commitInThread(through: CommandThread): Promise<void> {
    const startedAt = performance.now();
    const inFlight = new Set<Promise<void>>();
    await through.hold(async () => {
      do {
        const sent = commitThere(through, waiting.splice(0, namedAhead()));
        inFlight.add(sent);
        sent.finally(() => inFlight.delete(sent));
        await nextTurn();
        // Of none a race would never end.
        if (inFlight.size === IN_FLIGHT || (inFlight.size > 0 && namedAhead() === 0)) await Promise.race(inFlight);
      } while (namedAhead() > 0 && performance.now() - startedAt < groupTimeMs);
      await Promise.all(inFlight);
    });
  }

  async function commitThere(through: CommandThread, taken: readonly Waiting[]): Promise<void> {
    const startedAt = performance.now();
    try {
      const outcomes = await through.run(taken.flatMap(({ work }) => work.command ?? []));
      taken.forEach((waiter, index) => {
        waiter.resolve(outcomes[index]);
      });
    } catch (error) {
      for (const waiter of taken) waiter.reject(error);
      return;
    }
    onCommitted({ commands: taken.length, durationMs: performance.now() - startedAt });
  }

  async function commitGroup(): Promise<void> {
    const taken: Waiting[] = [];
    const startedAt = performance.now();
    let values: unknown[];
    try {
      values = await database.write((sql) => runTogether(sql, taken), prepareOnce);
    } catch (error) {
      const [only, ...others] = taken;
      // Those that may be done must not be done again.
      if (isOutcomeUnknown(error) && only) for (const command of taken) command.reject(error);
      else if (refuseWhileAway(taken, error, startedAt)) return;
      else if (only && others.length === 0) only.reject(error);
      else if (only) await commitEach(taken);
      // The transaction could not even begin: the next command carries the news, or this would go round for ever.
      else waiting.shift()?.reject(error);
      return;
    }
    taken.forEach((command, index) => {
      command.resolve(values[index]);
    });
    onCommitted({ commands: taken.length, durationMs: performance.now() - startedAt });
  }

  /** Runs those that were taken already first: the database may have this work done again. */
  async function runTogether(sql: Sql, taken: Waiting[]): Promise<unknown[]> {
    const values: unknown[] = [];
    const startedAt = performance.now();
    await withinTime(commandTimeMs, async (isLate) => {
      await prepareOnce(sql);
      for (let done = 0; done < taken.length; ) {
        const next = taken.slice(done, done + sideBySide(taken, done, taken.length));
        values.push(...(await runSideBySide(sql, next)));
        done += next.length;
      }
      while (!isLate() && taken.length < groupMaximum && (taken.length === 0 || performance.now() - startedAt < groupTimeMs)) {
        // Of those that the thread runs none is run here because it came after one that it cannot run.
        if (taken.length > 0 && waiting[0]?.work.command && thread?.takes(commandsAhead())) break;
        const next = waiting.splice(0, sideBySide(waiting, 0, groupMaximum - taken.length));
        if (next.length === 0) break;
        taken.push(...next);
        values.push(...(await runSideBySide(sql, next)));
      }
    });
    return values;
  }

  /** Of those by name as many as stand side by side; of others one. */
  async function runSideBySide(sql: Sql, commands: readonly Waiting[]): Promise<unknown[]> {
    const [first] = commands;
    if (first?.work.run) return [await first.work.run(sql)];
    if (!runCommands) throw new Error('nobody here knows commands by name');
    return runCommands(
      sql,
      commands.flatMap(({ work }) => work.command ?? []),
    );
  }

  /** One after the other would find out for themselves, for as long each. Gives back whether it was so. */
  function refuseWhileAway(commands: readonly Waiting[], error: unknown, startedAt: number): boolean {
    if (!isConnectionLost(error) || performance.now() - startedAt < awayTimeMs) return false;
    for (const command of [...commands, ...waiting.splice(0)]) command.reject(error);
    return true;
  }

  async function commitEach(commands: readonly Waiting[]): Promise<void> {
    for (const [index, command] of commands.entries()) {
      const startedAt = performance.now();
      try {
        const [value] = await database.write(
          (sql) => withinTime(commandTimeMs, () => prepareOnce(sql).then(() => runSideBySide(sql, [command]))),
          prepareOnce,
        );
        command.resolve(value);
      } catch (error) {
        if (refuseWhileAway(commands.slice(index), error, startedAt)) return;
        command.reject(error);
        continue;
      }
      onCommitted({ commands: 1, durationMs: performance.now() - startedAt });
    }
  }

  return {
    submit: (run) => enqueue({ run, command: null }),
    perform,
    settle: (command) => enqueue({ run: null, command }),
    async drain() {
      while (working) await working;
    },
  };
}

/** How many from `start` on are run together, of at most `maximum`. */
function sideBySide(commands: readonly Waiting[], start: number, maximum: number): number {
  const most = Math.min(maximum, commands.length - start, SIDE_BY_SIDE);
  if (most <= 1) return Math.max(0, most);
  let count = 0;
  while (count < most && commands[start + count]?.work.command) count += 1;
  return Math.max(1, count);
}

/** A transaction that never ends would hold up everybody's writes. */
async function withinTime<Value>(timeMs: number, work: (isLate: () => boolean) => Promise<Value>): Promise<Value> {
  let isLate = false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(new ApiError('unavailable', 'The write took too long and was undone: try again.', { retryAfterSeconds: 1 }));
    }, timeMs);
  });
  try {
    return await Promise.race([work(() => isLate), late]);
  } finally {
    clearTimeout(timer);
  }
}
