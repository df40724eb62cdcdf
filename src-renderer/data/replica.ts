import { addRxPlugin, createRxDatabase, type RxCollection, type RxDatabase, type RxStorage, removeRxDatabase } from 'rxdb';
import { RxDBCleanupPlugin } from 'rxdb/plugins/cleanup';
import { RxDBLocalDocumentsPlugin } from 'rxdb/plugins/local-documents';
import type { OperationRecord } from '../../src-shared/ipc/contract.ts';
import type { Task } from '../../src-shared/schema/task.ts';
import type { Workspace } from '../../src-shared/sync/protocol.ts';
import type { OpeningPage } from './opening-page.ts';
import { BLOCKS_SCHEMA, OPERATIONS_SCHEMA, type StoredBlock, type StoredOperation, type StoredTask } from './replica-schema.ts';
import { TaskBlocks } from './task-blocks.ts';

addRxPlugin(RxDBLocalDocumentsPlugin);
addRxPlugin(RxDBCleanupPlugin);

const STATE_ID = 'replica_state';
const OPENING_ID = 'opening_page';

/** Where the replica stands in the feed. */
export interface ReplicaState {
  checkpoint: string | null;
  epoch: string | null;
  seq: number;
  /** A pull from the start is under way: what it does not bring is dropped at its end. */
  resyncing: boolean;
  /** The last one that was read, for starts without a network. */
  workspace: Workspace | null;
}

const FIRST_STATE: ReplicaState = { checkpoint: null, epoch: null, seq: 0, resyncing: true, workspace: null };

interface ReplicaCollections {
  tasks: RxCollection<StoredBlock>;
  operations: RxCollection<StoredOperation>;
}

export interface ReplicaOptions {
  name: string;
  storage: RxStorage<unknown, unknown>;
  /** What it lives in when the disk takes none: gone with the page. */
  memory?: () => Promise<RxStorage<unknown, unknown>>;
}

/**
 * The local database of one account. Server and journal can rebuild all of it: when it cannot be opened or read it is
 * thrown away and started anew, in memory where it must be.
 */
export async function openReplica(options: ReplicaOptions): Promise<Replica> {
  try {
    return await openOnce(options);
  } catch {
    return openAnew(options);
  }
}

async function openAnew(options: ReplicaOptions): Promise<Replica> {
  try {
    await removeRxDatabase(options.name, options.storage, false);
    return await openOnce(options);
  } catch (error) {
    if (!options.memory) throw error;
    return openOnce({ name: options.name, storage: await options.memory() });
  }
}

async function openOnce({ name, storage }: ReplicaOptions): Promise<Replica> {
  const database = await createRxDatabase<ReplicaCollections>({
    name,
    storage,
    multiInstance: false,
    eventReduce: false,
    localDocuments: true,
    // Nothing of this database is ever sent anywhere, so a deleted document's shell is of no use to anybody.
    cleanupPolicy: {
      minimumDeletedTime: 0,
      minimumCollectionAge: 60_000,
      runEach: 300_000,
      awaitReplicationsInSync: false,
      waitForLeadership: false,
    },
  });
  try {
    await database.addCollections({ tasks: { schema: BLOCKS_SCHEMA }, operations: { schema: OPERATIONS_SCHEMA } });
    const replica = new Replica(database);
    await replica.readState();
    await replica.blocks.probe();
    return replica;
  } catch (error) {
    await database.close();
    throw error;
  }
}

export class Replica {
  /** The tasks of the server. */
  readonly blocks: TaskBlocks;
  private readonly database: RxDatabase<ReplicaCollections>;

  constructor(database: RxDatabase<ReplicaCollections>) {
    this.database = database;
    this.blocks = new TaskBlocks(database.tasks);
  }

  get isInMemory(): boolean {
    return this.database.storage.name === 'memory';
  }

  async readState(): Promise<ReplicaState> {
    const document = await this.database.getLocal<ReplicaState>(STATE_ID);
    return document ? { ...FIRST_STATE, ...document.toMutableJSON().data } : FIRST_STATE;
  }

  async writeState(state: ReplicaState): Promise<void> {
    await this.database.upsertLocal<ReplicaState>(STATE_ID, state);
  }

  /** Null where there is none, or none for what the replica holds now. */
  async readOpening({ epoch, seq, resyncing }: ReplicaState): Promise<OpeningPage | null> {
    const document = await this.database.getLocal<{ text: string }>(OPENING_ID);
    if (!document || resyncing) return null;
    const page: OpeningPage = JSON.parse(document.get('text'));
    return page.epoch === epoch && page.seq === seq ? page : null;
  }

  /** As one text, for the reason that blocks are. */
  async writeOpening(page: OpeningPage): Promise<void> {
    await this.database.upsertLocal<{ text: string }>(OPENING_ID, { text: JSON.stringify(page) });
  }

  async readOperations(): Promise<OperationRecord[]> {
    const documents = await this.database.operations.find().exec();
    return documents.map((document) => {
      const { operation, result, settledAt, dismissed, epoch } = document.toMutableJSON();
      return { operation, result, settledAt, dismissed, ...(epoch === undefined ? {} : { epoch }) };
    });
  }

  async writeOperations(records: readonly OperationRecord[]): Promise<void> {
    if (records.length === 0) return;
    const { error } = await this.database.operations.bulkUpsert(records.map((record) => ({ opId: record.operation.opId, ...record })));
    if (error.length > 0) throw new Error(`${error.length} operations could not be stored`);
  }

  async removeOperations(opIds: readonly string[]): Promise<void> {
    if (opIds.length > 0) await this.database.operations.bulkRemove([...opIds]);
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}

/** Tasks as the feed sends them carry more than a task: what is derived or the feed's own is left out. */
export function storedTaskOf(task: Task, seq: number): StoredTask {
  const { uid, status, status_at, assignee_uid, queue_uid, due_at, created_at, updated_at, started_at, done_at } = task;
  const { snooze_expires_at, fields, integrations, skills, priority, version } = task;
  const stored: StoredTask = {
    ...{ uid, status, status_at, assignee_uid, queue_uid, due_at, created_at, updated_at, started_at, done_at },
    ...{ snooze_expires_at, fields, integrations, skills, priority, version, seq },
  };
  if (task.due_target_minutes !== undefined) stored.due_target_minutes = task.due_target_minutes;
  return stored;
}
