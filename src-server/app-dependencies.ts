import type { Authenticator } from './auth/authenticator.ts';
import type { FirstRunCode } from './auth/first-run.ts';
import type { PasswordCost } from './auth/password.ts';
import type { SecretBox } from './auth/secret-box.ts';
import type { RandomBytes } from './auth/tokens.ts';
import type { BackgroundReader } from './background/background-reader.ts';
import type { Restorer } from './backup/restorer.ts';
import type { Clock } from './clock.ts';
import type { EngineDependencies } from './connectors/engine/connector-turn.ts';
import type { Feed } from './feed/create-feed.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import type { Presence } from './presence/create-presence.ts';
import type { QueueStore } from './queues/queue-store.ts';
import type { ServerSettings, SettingsBook } from './settings/server-settings.ts';
import type { Database } from './store/database.ts';
import type { CheckpointSeals } from './sync/checkpoint-seals.ts';
import type { ReadCurrent } from './sync/read-current.ts';
import type { GroupCommit } from './tasks/group-commit.ts';
import type { UpsertDependencies } from './tasks/upsert-task.ts';
import type { Dispatcher } from './webhooks/dispatcher.ts';
import type { RequestSender } from './webhooks/request-sender.ts';
import type { TargetVetting } from './webhooks/webhook-target.ts';

/** All that the server is made of. `create-dependencies.ts` makes it for `start.ts` and for tests. */
export interface AppDependencies {
  database: Database;
  clock: Clock;
  groupCommit: GroupCommit;
  /** What commands that write tasks for sources need. */
  upserts: UpsertDependencies;
  queues: QueueStore;
  /** For what looks through everything. */
  background: BackgroundReader;
  authenticator: Authenticator;
  readCurrent: ReadCurrent;
  feed: Feed;
  seals: CheckpointSeals;
  presence: Presence;
  dispatcher: Dispatcher;
  /** What connectors are made of. */
  connectors: EngineDependencies;
  secretBox: SecretBox;
  /** Which addresses webhooks may reach. */
  vetting: TargetVetting;
  sender: RequestSender;
  randomBytes: RandomBytes;
  passwordCost: PasswordCost;
  /** Null where an admin exists already. */
  firstRunCode: FirstRunCode | null;
  metrics: Metrics;
  settings: ServerSettings;
  settingsBook: SettingsBook;
  /** Null: the database is not one that this server puts back. */
  restorer: Restorer | null;
}
