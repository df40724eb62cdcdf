import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import pino, { type Logger } from 'pino';
import { createRestorer } from './backup/restorer.ts';
import { systemClock } from './clock.ts';
import { type Environment, environmentHelp, parseEnvironment } from './environment.ts';
import { logError } from './http/log-errors.ts';
import { REDACTED_PATHS } from './http/log-requests.ts';
import { limitDrain } from './limit-drain.ts';
import { reasonOf } from './reason-of.ts';
import { printFirstRunCode, type RunningServer, serve } from './serve.ts';
import { lockDataFolder } from './store/sqlite/lock-data-folder.ts';

/** What still hangs after this is cut off. */
const DRAIN_MS = 20_000;

// Batches leave much behind that dies a little later: without this the heap grows to three times what is alive.
setFlagsFromString('--heap-growing-percent=30');
// Where in the code an object is born for long is guessed once, from the first requests, all of which are still being answered:
// one server of ten then kept what belongs to requests until the next full collection, and took a fifth more time for each.
setFlagsFromString('--no-allocation-site-pretenuring');

const QUIET = '--quiet';
const USAGE = `npm run server                 starts the Docket server
npm run server -- ${QUIET}      the same; it logs warnings only, until an admin chooses a level
`;

async function start(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${USAGE}\n${environmentHelp()}`);
    return;
  }
  const options = process.argv.slice(2);
  const unknown = options.find((option) => option !== QUIET);
  if (unknown !== undefined) throw new Error(`${unknown} is no option of this server: --help lists them, and the variables that it reads.`);
  const environment = parseEnvironment(process.env);
  // Only where nobody chose: what an admin sets in the console counts as ever.
  if (options.includes(QUIET) && !environment.fixed.has('log_level')) environment.logLevel = 'warn';
  const log = createLog(environment);
  const { release, serving } =
    environment.databaseUrl === null ? ownFolder(environment, log) : { release: () => undefined, serving: shareDatabase(environment, log) };
  const running = await serving.begin();

  let isStopping = false;
  async function stop(signal: string): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    const stopLimit = limitDrain(DRAIN_MS, () => {
      log.fatal({ waitsFor: serving.endWaitsFor() }, 'could not stop in order: what is under way takes too long, and is cut off');
      process.exit(1);
    });
    await serving.end();
    release();
    stopLimit();
    process.exit(0);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        log.fatal({ err: error }, 'could not stop in order');
        process.exit(1);
      });
    });
  }

  if (running.firstRunCode !== null) printFirstRunCode(running.firstRunCode);
  process.stdout.write(`listening on ${running.address}\n`);
}

/** A server, or one after the other in this process. */
interface Serving {
  begin(): Promise<RunningServer>;
  end(): Promise<void>;
  /** For the log. */
  endWaitsFor(): string;
}

/** Any number of servers may share a PostgreSQL: none of them puts it back. */
function shareDatabase(environment: Environment, log: Logger): Serving {
  makeFolder(resolve(environment.dataDir));
  let running: RunningServer | null = null;
  return {
    async begin() {
      running = await serve({ environment, log, restorer: null });
      return running;
    },
    end: async () => running?.stop(),
    endWaitsFor: () => running?.stopWaitsFor ?? 'nothing',
  };
}

/** A file has one server, which can put a backup in its place and go on with that. */
function ownFolder(environment: Environment, log: Logger): { release: () => void; serving: Serving } {
  const folder = resolve(environment.dataDir);
  makeFolder(folder);
  const release = lockDataFolder(folder);
  let running: RunningServer | null = null;
  let swapping: Promise<void> = Promise.resolve();
  const restorer = createRestorer({
    databaseFile: join(folder, 'docket.db'),
    clock: systemClock,
    swap(replace) {
      swapping = swap(replace);
      return swapping;
    },
    onError: (error) => log.error({ err: error }, 'a backup could not be put back'),
  });

  async function begin(): Promise<RunningServer> {
    running = await serve({ environment, log, restorer });
    // Whoever comes back looks for it where it was.
    environment.port = running.port;
    return running;
  }

  async function swap(replace: () => () => void): Promise<void> {
    log.info('stopping, to put a backup in the place of the database');
    await running?.stop();
    running = null;
    let undo = (): void => undefined;
    try {
      undo = replace();
      await begin();
    } catch (error) {
      undo();
      await begin();
      throw error;
    }
    log.info('serving again, what the backup had');
  }

  return {
    release,
    serving: {
      begin,
      async end() {
        await Promise.allSettled([swapping]);
        await running?.stop();
      },
      endWaitsFor: () => running?.stopWaitsFor ?? 'a backup that is being put back',
    },
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  } catch (error) {
    throw new Error(`The data folder ${folder} cannot be written: ${reasonOf(error)}`);
  }
}

/** Standard output holds one line; everything else goes to standard error. */
function createLog(environment: Environment) {
  return pino(
    { level: environment.logLevel, redact: REDACTED_PATHS, serializers: { err: logError } },
    pino.destination({ fd: 2, sync: true }),
  );
}

start().catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exit(1);
});
