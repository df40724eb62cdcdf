import { Dexie } from 'dexie';
import { addRxPlugin, createRxDatabase, type RxCollection, type RxJsonSchema, type RxReplicationPullStreamItem } from 'rxdb';
import { RxDBCleanupPlugin } from 'rxdb/plugins/cleanup';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { Subject } from 'rxjs';

/** What the console is compared with, as each one's own guide has it used. Every page of the feed comes from the same server. */
export interface PeersWindow extends Window {
  runPeer?: (peer: string, limit: number, count: number) => Promise<number>;
}

interface Row {
  uid: string;
  [name: string]: unknown;
}
interface Page {
  documents: Row[];
  checkpoint: string;
  hasMore: boolean;
}
type Mark = { checkpoint: string | null; done: boolean };

addRxPlugin(RxDBCleanupPlugin);

const NAIVE_SCHEMA: RxJsonSchema<Row> = {
  version: 0,
  primaryKey: 'uid',
  type: 'object',
  properties: {
    uid: { type: 'string', maxLength: 128 },
    status: { type: 'string', maxLength: 16 },
    queue_uid: { type: 'string', maxLength: 128 },
    due_at: { type: 'string', maxLength: 40 },
    id: { type: 'string' },
    title: {},
    url: {},
    status_at: { type: 'string' },
    assignee_uid: { type: ['string', 'null'] },
    created_at: { type: 'string' },
    updated_at: { type: 'string' },
    started_at: { type: ['string', 'null'] },
    done_at: { type: ['string', 'null'] },
    snooze_expires_at: { type: ['string', 'null'] },
    fields: { type: 'object', additionalProperties: true },
    integrations: { type: 'object', additionalProperties: true },
    skills: { type: 'array', items: { type: 'string' } },
    priority: { type: ['number', 'null'] },
    version: { type: 'integer' },
    seq: { type: 'integer' },
  },
  required: ['uid', 'status', 'queue_uid', 'due_at'],
  indexes: [
    ['queue_uid', 'status'],
    ['status', 'due_at'],
  ],
};

async function fetchPage(checkpoint: string | null, limit: number): Promise<Page> {
  const query = new URLSearchParams({ limit: String(limit), ...(checkpoint === null ? {} : { checkpoint }) });
  const answer = await fetch(`/api/v1/sync/tasks?${query}`, { headers: { 'docket-protocol': '1' } });
  return answer.json();
}

async function replicate(limit: number, withPush: boolean): Promise<number> {
  const database = await createRxDatabase<{ tasks: RxCollection<Row> }>({
    name: name(),
    storage: getRxStorageDexie(),
    multiInstance: false,
  });
  await database.addCollections({ tasks: { schema: NAIVE_SCHEMA } });
  const startedAt = performance.now();
  const state = replicateRxCollection<Row, Mark>({
    collection: database.tasks,
    replicationIdentifier: 'docket',
    live: true,
    pull: {
      batchSize: limit,
      stream$: new Subject<RxReplicationPullStreamItem<Row, Mark>>().asObservable(),
      handler: async (mark, batchSize) => {
        if (mark?.done) return { documents: [], checkpoint: mark };
        const { documents, checkpoint, hasMore } = await fetchPage(mark?.checkpoint ?? null, batchSize);
        return { documents: documents.map((row) => ({ ...row, _deleted: false })), checkpoint: { checkpoint, done: !hasMore } };
      },
    },
    ...(withPush ? { push: { batchSize: limit, handler: async () => [] } } : {}),
  });
  await state.awaitInSync();
  const ms = performance.now() - startedAt;
  await state.cancel();
  await database.remove();
  return ms;
}

/** The very indexes that our own collection has. */
const OUR_INDEXES = 'uid, [_deleted+uid], [_meta.lwt+uid], _meta.lwt';

async function putByDexie(limit: number, inMemory: boolean): Promise<number> {
  const dexie = new Dexie(name());
  dexie.version(1).stores({ docs: OUR_INDEXES });
  const table = dexie.table('docs');
  const ready: Page[] = [];
  for (let at: string | null = null, more = inMemory; more; ) {
    const page: Page = await fetchPage(at, limit);
    ready.push(page);
    [at, more] = [page.checkpoint, page.hasMore];
  }
  const startedAt = performance.now();
  for (let at: string | null = null, more = true, index = 0; more; index += 1) {
    const page: Page = ready[index] ?? (await fetchPage(at, limit));
    const lwt = Date.now();
    await table.bulkPut(page.documents.map((row) => ({ ...row, _deleted: '0', _meta: { lwt }, _rev: '1-abcdefghij', _attachments: {} })));
    [at, more] = [page.checkpoint, page.hasMore];
  }
  const ms = performance.now() - startedAt;
  await dexie.delete();
  return ms;
}

interface Pouch {
  replicate: { from(address: string, options: object): Promise<unknown> };
  destroy(): Promise<void>;
}

async function replicateByPouch(limit: number): Promise<number> {
  const { PouchDB } = window as unknown as { PouchDB: new (name: string) => Pouch };
  const pouch = new PouchDB(name());
  const startedAt = performance.now();
  await pouch.replicate.from(`${location.origin}/pouch/tasks`, { batch_size: limit });
  const ms = performance.now() - startedAt;
  await pouch.destroy();
  return ms;
}

function name(): string {
  return `peer${crypto.randomUUID().replaceAll('-', '')}`;
}

/** Documents per second. */
(window as PeersWindow).runPeer = async (peer, limit, count) => {
  const ms = await runOne(peer, limit);
  return (count / ms) * 1_000;
};

function runOne(peer: string, limit: number): Promise<number> {
  switch (peer) {
    case 'rxdb-push-pull':
      return replicate(limit, true);
    case 'rxdb-pull':
      return replicate(limit, false);
    case 'dexie':
      return putByDexie(limit, false);
    case 'dexie-in-memory':
      return putByDexie(limit, true);
    case 'pouchdb':
      return replicateByPouch(limit);
    default:
      throw new Error(`there is no peer ${peer}`);
  }
}
