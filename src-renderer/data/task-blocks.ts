import {
  type BulkWriteRow,
  getWrittenDocumentsFromBulkWriteResponse,
  type MangoQuerySelector,
  normalizeMangoQuery,
  prepareQuery,
  type RxCollection,
  type RxDocumentData,
} from 'rxdb';
import type { StoredBlock, StoredTask } from './replica-schema.ts';

/** Tasks in one document. A block costs the database what a single task would: nearly all of that is indexes and calls. */
export const BLOCK_TASKS = 250;
/** So many changes are gathered in one small block, written anew with each, before the next is begun. */
const TAIL_CHANGES = 64;
/** Blocks that are read at a time, so that the page stays awake. */
const READ_BLOCKS = 16;
/** What may lie about before tidying pays: changes that were overtaken, blocks that are not full. */
const SPARE_CHANGES = 5_000;
const SPARE_BLOCKS = 200;
const NUMBER_DIGITS = 12;

/** What one write says: these tasks are now so, those are gone. No task is in both. */
export interface TaskChanges {
  tasks: readonly StoredTask[];
  gone: readonly string[];
}

type BlockData = RxDocumentData<StoredBlock>;

/**
 * Tasks in numbered blocks of many: what a later block says about a task wins over what an earlier one does. A block is
 * never changed once another has begun. Calls must not overlap.
 */
export class TaskBlocks {
  private readonly collection: RxCollection<StoredBlock>;
  private next: number | null = null;
  private tail: { data: BlockData; changes: Map<string, StoredTask | null> } | null = null;
  private changeCount = 0;
  private blockCount = 0;

  constructor(collection: RxCollection<StoredBlock>) {
    this.collection = collection;
  }

  /** All of it, a few blocks at a time, in the order in which it was written. */
  async *read(): AsyncGenerator<TaskChanges[]> {
    let last: string | null = null;
    [this.changeCount, this.blockCount] = [0, 0];
    let reading = this.findBlocks(null, READ_BLOCKS);
    try {
      for (;;) {
        const found: BlockData[] = await reading;
        last = found.at(-1)?.id ?? last;
        if (found.length === 0) break;
        // The database looks for the next ones while these are taken in.
        reading = this.findBlocks(last, READ_BLOCKS);
        const changes = found.map(({ tasks, gone }): TaskChanges => ({ tasks: JSON.parse(tasks), gone }));
        for (const { tasks, gone } of changes) this.changeCount += tasks.length + gone.length;
        this.blockCount += found.length;
        yield changes;
      }
    } finally {
      // Whoever stops early may close the database then.
      await reading.catch(() => null);
    }
    this.next = last === null ? 0 : Number(last) + 1;
  }

  /** Whether it can be read at all: the first block, if there is one. */
  async probe(): Promise<void> {
    await this.findBlocks(null, 1);
  }

  /** In one transaction: all or nothing of it is there after a crash. */
  async write({ tasks, gone }: TaskChanges): Promise<void> {
    const count = tasks.length + gone.length;
    if (count === 0) return;
    this.next ??= await this.findNext();
    if (count > TAIL_CHANGES) await this.writeFull(tasks, gone, this.next);
    else await this.writeTail(tasks, gone, this.next);
  }

  /** So much of what is stored has been overtaken that writing the tasks anew pays. */
  isWasteful(taskCount: number): boolean {
    return this.changeCount > taskCount * 1.5 + SPARE_CHANGES || this.blockCount > (taskCount / BLOCK_TASKS) * 1.5 + SPARE_BLOCKS;
  }

  /** The name of the last block so far; nothing is added to it any more. */
  seal(): string {
    this.tail = null;
    return idOf((this.next ?? 0) - 1);
  }

  /** Takes away what has been written anew since: the earliest first, so that nothing overtaken comes back by a crash. */
  async removeUpTo(lastId: string): Promise<void> {
    for (;;) {
      const found = (await this.findBlocks(null, READ_BLOCKS)).filter(({ id }) => id <= lastId);
      if (found.length === 0) return;
      // The shell of a deleted document stays until the next cleanup: without what was in it.
      await this.writeAll(found.map((previous) => ({ previous, document: { ...previous, tasks: '[]', gone: [], _deleted: true } })));
      this.blockCount -= found.length;
      for (const { tasks, gone } of found) this.changeCount -= (JSON.parse(tasks) as unknown[]).length + gone.length;
    }
  }

  private async writeFull(tasks: readonly StoredTask[], gone: readonly string[], first: number): Promise<void> {
    const blocks: BlockData[] = [];
    for (let start = 0; start < tasks.length; start += BLOCK_TASKS) {
      blocks.push(blockOf(first + blocks.length, tasks.slice(start, start + BLOCK_TASKS), []));
    }
    if (gone.length > 0) blocks.push(blockOf(first + blocks.length, [], gone));
    await this.writeAll(blocks.map((document) => ({ document })));
    this.tail = null;
    this.next = first + blocks.length;
    this.blockCount += blocks.length;
    this.changeCount += tasks.length + gone.length;
  }

  private async writeTail(tasks: readonly StoredTask[], gone: readonly string[], next: number): Promise<void> {
    const before = this.tail;
    const changes = new Map(before?.changes);
    for (const task of tasks) changes.set(task.uid, task);
    for (const uid of gone) changes.set(uid, null);
    const isNew = !before || changes.size > TAIL_CHANGES;
    const kept = isNew ? new Map([...tasks.map((task) => [task.uid, task] as const), ...gone.map((uid) => [uid, null] as const)]) : changes;
    const present = [...kept.values()].filter((task) => task !== null);
    const absent = [...kept].flatMap(([uid, task]) => (task ? [] : [uid]));
    const document = blockOf(isNew ? next : Number(before.data.id), present, absent);
    const [data] = await this.writeAll([
      isNew ? { document } : { previous: before.data, document: { ...before.data, ...contentOf(document) } },
    ]);
    if (!data) throw new Error('a block was not stored');
    this.changeCount += kept.size - (isNew ? 0 : before.changes.size);
    if (isNew) {
      this.next = next + 1;
      this.blockCount += 1;
    }
    this.tail = { data, changes: kept };
  }

  private async writeAll(rows: BulkWriteRow<StoredBlock>[]): Promise<BlockData[]> {
    try {
      const answer = await this.collection.storageInstance.bulkWrite(rows, 'task-blocks');
      if (answer.error.length > 0) throw new Error(`${answer.error.length} blocks could not be stored`);
      return getWrittenDocumentsFromBulkWriteResponse('id', rows, answer);
    } catch (error) {
      // Whether some of it is there nobody knows: its numbers are not used again.
      this.tail = null;
      this.next = (this.next ?? 0) + rows.length;
      throw error;
    }
  }

  private async findNext(): Promise<number> {
    for await (const _changes of this.read());
    return this.next ?? 0;
  }

  private async findBlocks(afterId: string | null, limit: number): Promise<BlockData[]> {
    const { schema, storageInstance } = this.collection;
    // RxDB plans a walk over this one index only when `_deleted` stands plainly in the selector.
    const selector: MangoQuerySelector<BlockData> = { _deleted: { $eq: false }, ...(afterId === null ? {} : { id: { $gt: afterId } }) };
    const query = normalizeMangoQuery(schema.jsonSchema, { selector, sort: [{ id: 'asc' }], limit, index: ['_deleted', 'id'] });
    const { documents } = await storageInstance.query(prepareQuery(schema.jsonSchema, query));
    return documents;
  }
}

function contentOf({ tasks, gone }: StoredBlock) {
  return { tasks, gone };
}

function idOf(number: number): string {
  return String(number).padStart(NUMBER_DIGITS, '0');
}

/** RxDB fills in the rest as it writes. */
function blockOf(number: number, tasks: readonly StoredTask[], gone: readonly string[]): BlockData {
  return {
    ...{ id: idOf(number), tasks: JSON.stringify(tasks), gone: [...gone] },
    ...{ _deleted: false, _attachments: {}, _meta: { lwt: 1 }, _rev: '' },
  };
}
