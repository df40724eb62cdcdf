import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { Person } from '../../src-shared/schema/user.ts';
import type { OperationResult } from '../../src-shared/sync/protocol.ts';
import { ApiClient } from './api-client.ts';
import type { ConsoleData, InboxItem, ReplicaOrigin } from './console-data.ts';
import { creationRulesOf, creationTitle } from './creation-rules.ts';
import type { DataDependencies } from './data-dependencies.ts';
import { FeedWriter } from './feed-writer.ts';
import { inboxItemOf } from './inbox.ts';
import { DerivedStore, MutableStore } from './mutable-store.ts';
import { OpeningKeeper } from './opening-keeper.ts';
import { createOperationIds } from './operation-id.ts';
import { Operator } from './operator.ts';
import { Outbox } from './outbox.ts';
import { PresenceTeller } from './presence-teller.ts';
import { Projection } from './projection.ts';
import { Puller, REPLICA_FAILED } from './puller.ts';
import { readHistory } from './read-history.ts';
import { openReplica, type Replica, type ReplicaState } from './replica.ts';
import { SyncStatus } from './sync-status.ts';
import { startUpkeep } from './upkeep.ts';
import { Uploader } from './uploader.ts';
import { WorkspaceBook } from './workspace-state.ts';

/** So many times in a row the replica took nothing: it is not waited for any longer. */
const FAILED_WRITES = 3;
/** How long the stream may take to show an answered operation before a pull asks for it. */
const FEED_PATIENCE_MS = 400;
/** How long the first connection may take before the console is called offline. */
const CONNECT_PATIENCE_MS = 1_500;

/**
 * Opens the account's replica and outbox and starts to synchronise. Resolves as soon as the operations are known; tasks
 * come in while the mode is `starting`. Rejects, with the sentence to show, when the journal cannot be opened.
 */
export async function createConsoleData(dependencies: DataDependencies): Promise<ConsoleData> {
  const { account, storage, memory } = dependencies;
  const replica = await openReplica({ name: `docket-${account.key}`, storage, ...(memory ? { memory } : {}) });
  const parts = new ConsoleParts(dependencies, replica, await replica.readState());
  try {
    await parts.open();
  } catch (error) {
    await replica.close();
    throw error;
  }
  return parts.data();
}

/** The parts of one open replica, and who tells whom. */
class ConsoleParts {
  private readonly dependencies: DataDependencies;
  private readonly replica: Replica;
  private readonly state: ReplicaState;
  private readonly api: ApiClient;
  private readonly workspace: WorkspaceBook;
  private readonly status: SyncStatus;
  private readonly outbox: Outbox;
  private readonly projection: Projection;
  private readonly writer: FeedWriter;
  private readonly operator: Operator;
  private readonly opening: OpeningKeeper;
  private readonly uploader: Uploader;
  private readonly puller: Puller;
  private readonly inbox: DerivedStore<readonly InboxItem[]>;
  private readonly teller: PresenceTeller;
  private readonly tasksOfPeople = new Map<string, string[]>();
  private readonly presence = new MutableStore<ReadonlyMap<string, readonly Person[]>>(new Map());
  private readonly endings: (() => void)[] = [];
  private loading: Promise<void> = Promise.resolve();
  private feedTimer: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;
  private failedWrites = 0;

  constructor(dependencies: DataDependencies, replica: Replica, state: ReplicaState) {
    const { account, bridge, nowMs, random, backoff, silenceMs, schedule } = dependencies;
    this.dependencies = dependencies;
    this.replica = replica;
    this.state = state;
    this.api = new ApiClient(dependencies.fetch, dependencies.origin);
    this.teller = new PresenceTeller({ api: this.api, deviceId: createOperationIds(nowMs, dependencies.randomBytes)() });
    this.workspace = new WorkspaceBook(account, state.workspace);
    this.status = new SyncStatus(nowMs);
    this.outbox = new Outbox({ bridge, replica, nowMs, onTasksChanged: (taskUids) => this.showOperations(taskUids) });
    this.projection = new Projection({
      actor: () => this.workspace.actor,
      rulesOf: this.workspace.rulesOf,
      creationRules: creationRulesOf(this.workspace),
      pending: {
        drawnOf: (uid) => this.outbox.drawnOf(uid),
        rejectedOf: (uid) => this.outbox.rejectedOf(uid).map((record) => this.inboxItem(record)),
      },
      schedule,
      onBatch: () => {
        this.workspace.show(this.projection.counts);
        this.opening.change();
      },
    });
    this.inbox = new DerivedStore<readonly InboxItem[]>(() => this.outbox.inbox().map((record) => this.inboxItem(record)));
    this.writer = new FeedWriter({
      ...{ replica, projection: this.projection, state, nowMs },
      onShown: (seq) => this.showUpTo(seq),
      onOtherEpoch: () => this.uploader.wake(),
    });
    this.opening = new OpeningKeeper({ replica, projection: this.projection, writer: this.writer, workspace: this.workspace });
    this.uploader = new Uploader({
      api: this.api,
      outbox: this.outbox,
      backoff,
      random,
      feedEpoch: () => this.writer.state.epoch,
      onAnswered: (settled) => this.followUp(settled),
      onFailure: (failure) => failure.kind !== 'unreachable' && this.status.fail(failure),
    });
    this.puller = new Puller({
      api: this.api,
      writer: this.writer,
      backoff,
      random,
      silenceMs,
      onConnected: () => {
        this.tasksOfPeople.clear();
        this.presence.set(new Map());
        this.status.enter('catching-up');
        this.uploader.wake();
      },
      onLive: () => {
        this.failedWrites = 0;
        this.dependencies.filled?.set();
        // Who waits for a task looks for it when this is said.
        this.projection.showNow();
        this.status.enter('live');
        this.opening.catchUp();
        this.uploader.wake();
      },
      onReceived: (documents) => this.status.receive(documents),
      onFailure: (failure) => {
        this.status.fail(failure);
        this.failedWrites = failure.code === REPLICA_FAILED.code ? this.failedWrites + 1 : 0;
        if (this.failedWrites === FAILED_WRITES) this.dependencies.onBroken?.('unwritable');
      },
      onPresence: (people) => this.showPresence(people),
      onWorkspace: (workspace) => {
        this.workspace.replace(workspace);
        this.projection.refreshDrawn();
        this.workspace.show(this.projection.counts);
        void this.writer.change({ workspace }).catch(() => null);
      },
    });
    this.operator = new Operator({
      projection: this.projection,
      outbox: this.outbox,
      newOpId: createOperationIds(nowMs, dependencies.randomBytes),
      nowMs,
      nameOf: this.workspace.nameOf,
      onRecorded: () => this.uploader.wake(),
    });
  }

  async open(): Promise<void> {
    const page = await this.replica.readOpening(this.state);
    await this.outbox.open(this.state.seq);
    this.projection.beginReading(page);
    this.workspace.show(this.projection.counts);
    this.loading = this.load().catch(() => {
      this.status.enter('offline', 'The local database could not be read.');
      this.dependencies.onBroken?.('unreadable');
    });
  }

  data(): ConsoleData {
    return {
      replica: this.replicaOrigin(),
      syncState: this.status.store,
      workspace: this.workspace.store,
      tasks: this.projection,
      inbox: this.inbox,
      presence: this.presence,
      lookAt: (taskUid, activity) => this.teller.show(taskUid, activity),
      perform: (taskUid, act, payload) => this.operator.perform(taskUid, act, payload as JsonObject),
      create: (formId, values) => this.operator.create(formId, values),
      undo: (opIds) => this.operator.undo(opIds),
      dismiss: (opIds) => this.outbox.dismiss(opIds),
      history: (taskUid) => readHistory(this.api, taskUid, this.outbox.drawnOf(taskUid), this.workspace.user.name),
      syncNow: () => this.wake(),
      close: () => this.close(),
    };
  }

  private replicaOrigin(): ReplicaOrigin {
    if (this.replica.isInMemory) return 'in-memory';
    const isEmpty = this.state.checkpoint === null && this.state.workspace === null;
    // Who did something here had tasks here.
    const wasFilled = this.outbox.hasRecords || this.dependencies.filled?.get() === true;
    return isEmpty && wasFilled ? 'rebuilt' : 'kept';
  }

  /** Tasks first, in pieces so that the page stays awake; then the network. */
  private async load(): Promise<void> {
    if (this.projection.opening) await this.dependencies.leisure?.();
    for await (const blocks of this.replica.blocks.read()) {
      if (this.isClosed) return;
      for (const changes of blocks) this.projection.read(changes);
    }
    if (this.isClosed) return;
    this.projection.endReading();
    await this.writer.expireDone();
    this.watchWorld();
    // What is here can be worked with, whatever becomes of the connection.
    const patience = setTimeout(() => this.status.giveUpStarting(), CONNECT_PATIENCE_MS);
    this.endings.push(() => clearTimeout(patience));
    this.uploader.start();
    this.puller.start();
  }

  private watchWorld(): void {
    const { bridge, account, onOnline } = this.dependencies;
    this.endings.push(
      startUpkeep(this.writer, this.projection),
      onOnline(() => this.wake()),
      bridge.on('session.changed', (session) => {
        if (session.account?.key === account.key && !session.account.expired) this.wake();
      }),
    );
  }

  private wake(): void {
    this.puller.wake();
    this.uploader.wake();
  }

  private showUpTo(seq: number): void {
    this.outbox.pulledTo(seq);
    this.opening.change();
  }

  private showOperations(taskUids: ReadonlySet<string>): void {
    for (const uid of taskUids) this.projection.refresh(uid);
    this.status.count(this.outbox.unsettledCount, this.outbox.rejectedCount);
    this.inbox.invalidate();
  }

  private followUp(settled: readonly OperationResult[]): void {
    for (const { opId, reason } of settled) {
      const target = this.outbox.find(opId)?.operation.payload.opId;
      // Taking back came too late: what was meant is carried out as the inverse, where the task still allows it.
      if (reason === 'already_applied' && typeof target === 'string') void this.operator.undo([target]);
    }
    if (!this.outbox.awaitsFeed) return;
    clearTimeout(this.feedTimer);
    this.feedTimer = setTimeout(() => {
      if (this.outbox.awaitsFeed) this.puller.pullNow();
    }, FEED_PATIENCE_MS);
  }

  /** Says all of those who are named, and nothing of the others. */
  private showPresence(people: readonly { userId: string; taskId: string | null }[]): void {
    for (const { userId } of people) this.tasksOfPeople.delete(userId);
    for (const { userId, taskId } of people) {
      if (taskId !== null) this.tasksOfPeople.set(userId, [...(this.tasksOfPeople.get(userId) ?? []), taskId]);
    }
    const byTask = new Map<string, Person[]>();
    for (const [userId, taskIds] of this.tasksOfPeople) {
      for (const taskId of taskIds) byTask.set(taskId, [...(byTask.get(taskId) ?? []), this.workspace.personOf(userId)]);
    }
    this.presence.set(byTask);
  }

  private inboxItem(record: Parameters<typeof inboxItemOf>[0]): InboxItem {
    return inboxItemOf(record, this.titleOf(record.operation.taskId), this.workspace.nameOf);
  }

  /** Of a task that was never made only its creation knows what it would have been called. */
  private titleOf(taskUid: string): string {
    const { projection, outbox, workspace } = this;
    const known = projection.titleOf(taskUid);
    if (known !== taskUid) return known;
    const creation = outbox.rejectedOf(taskUid).find(({ operation }) => operation.action === 'create')?.operation;
    return creation ? (creationTitle(creation) ?? workspace.formOf(String(creation.payload.formId))?.title ?? taskUid) : taskUid;
  }

  private async close(): Promise<void> {
    this.isClosed = true;
    await this.loading;
    for (const end of this.endings) end();
    this.teller.close();
    clearTimeout(this.feedTimer);
    await Promise.all([this.puller.stop(), this.uploader.stop()]);
    await this.opening.close();
    await this.replica.close();
  }
}
