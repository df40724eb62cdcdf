import type { AppDependencies } from './app-dependencies.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { createFirstRunCode } from './auth/first-run.ts';
import type { PasswordCost } from './auth/password.ts';
import { createSecretBox } from './auth/secret-box.ts';
import type { RandomBytes } from './auth/tokens.ts';
import { createBackgroundReader } from './background/background-reader.ts';
import type { Restorer } from './backup/restorer.ts';
import type { Clock } from './clock.ts';
import { VENDOR_KINDS } from './connectors/kinds.ts';
import { createVendorNetwork } from './connectors/vendor-network.ts';
import { systemWaiting } from './connectors/waiting.ts';
import { createFeed } from './feed/create-feed.ts';
import { countAttempts } from './metrics/count-attempts.ts';
import { countWork } from './metrics/count-work.ts';
import { createMetrics } from './metrics/create-metrics.ts';
import { hasAdmin, peopleBook } from './people/people.ts';
import { createPresence } from './presence/create-presence.ts';
import { createQueueStore } from './queues/queue-store.ts';
import { createSettingsBook, type StartedSettings } from './settings/server-settings.ts';
import type { Database } from './store/database.ts';
import { createCheckpointSeals } from './sync/checkpoint-seals.ts';
import type { CommandThread } from './tasks/command-thread.ts';
import { createGroupCommit } from './tasks/group-commit.ts';
import { newTaskUid } from './tasks/new-task-uid.ts';
import { runTaskCommands } from './tasks/task-commands.ts';
import { prepareWrites } from './tasks/write-task.ts';
import { createLiveAddressGuard } from './webhooks/address-guard.ts';
import { createDispatcher, type DispatcherDependencies } from './webhooks/dispatcher.ts';
import { createRequestSender } from './webhooks/request-sender.ts';
import { resolveAddresses } from './webhooks/resolve-addresses.ts';

export interface DependencyOptions {
  /** Migrated. */
  database: Database;
  /** Its file or its postgres:// address, for the thread that reads in the background. */
  location: string;
  clock: Clock;
  randomBytes: RandomBytes;
  /** Of the same database; null: commands run in this thread alone. */
  commandThread?: CommandThread | null;
  /** 0 to 1, 1 excluded. */
  random: () => number;
  passwordCost: PasswordCost;
  secretKey: Buffer;
  /** Told of what went wrong outside of any request. */
  onError: (error: unknown) => void;
  /** Null, or absent: the database is not one that this server puts back. */
  restorer?: Restorer | null;
  /** Told of a code that is there instead of one that was too old. */
  onFirstRunCode?: (code: string) => void;
  settings: StartedSettings;
}

/** Makes the parts and connects them; starts nothing but the feed's heartbeat. */
export async function createDependencies(options: DependencyOptions): Promise<AppDependencies> {
  const { database, clock, randomBytes, onError, commandThread = null } = options;
  const settingsBook = createSettingsBook(database, options.settings);
  const { settings } = settingsBook;
  await settingsBook.refresh();
  const queues = await createQueueStore(database);
  const upserts = { clock, queues, people: peopleBook, newTaskUid: () => newTaskUid(clock, randomBytes) };
  const groupCommit = createGroupCommit(database, {
    prepare: async (sql) => {
      await Promise.all([queues.refresh(sql), prepareWrites(sql)]);
    },
    runCommands: (sql, named) => runTaskCommands(sql, upserts, named),
    thread: commandThread,
    onCommitted(group) {
      feed.wake();
      metrics.observeCommit(group);
    },
  });
  const authenticator = createAuthenticator({ database, groupCommit, clock, onError });
  const presence = createPresence({ database, clock });
  const seals = createCheckpointSeals(options.secretKey);
  const feed = createFeed({ database, clock, queues, seals, presence, findCaller: authenticator.recheck, onError });
  const metrics = createMetrics({ clock, feedClients: feed.clientCount, countWork: () => database.read(countWork) });
  const secretBox = createSecretBox(options.secretKey);
  const vetting = { guard: createLiveAddressGuard(() => settings.allowedNetworks), resolve: resolveAddresses };
  const sender = createRequestSender(vetting);
  // Its rounds share commits with everybody's writes: that is one fsync less between a transition and the wire.
  const outbox = {
    read: (work) => database.read(work),
    write: (work) => groupCommit.submit(work),
    listen: (channel, listener) => database.listen(channel, listener),
  } satisfies DispatcherDependencies['database'];
  const dispatcher = createDispatcher({
    database: outbox,
    clock,
    random: options.random,
    secretBox,
    sender: countAttempts(sender, metrics),
    onError,
  });
  const network = createVendorNetwork(vetting, { ...systemWaiting, clock });
  const isNew = !(await database.read(hasAdmin));
  return {
    database,
    clock,
    groupCommit,
    upserts,
    queues,
    background: createBackgroundReader({
      location: options.location,
      // The thread sees commits in the file a moment before they are on the disk; a look of ours waits for that.
      ...(database.dialect === 'sqlite' ? { whenDurable: () => database.read(async () => undefined) } : {}),
    }),
    authenticator,
    readCurrent: async (sql, caller) => ({ caller: await authenticator.recheckIn(sql, caller), queues: await queues.at(sql) }),
    feed,
    seals,
    presence,
    dispatcher,
    connectors: { database, groupCommit, clock, queues, people: peopleBook, secretBox, network, kinds: VENDOR_KINDS },
    secretBox,
    vetting,
    sender,
    randomBytes,
    passwordCost: options.passwordCost,
    firstRunCode: isNew ? createFirstRunCode(clock, randomBytes, options.onFirstRunCode ?? (() => undefined)) : null,
    metrics,
    settings,
    settingsBook,
    restorer: options.restorer ?? null,
  };
}
