import { Type } from 'typebox';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { SimulatedItem, SimulatorFaults, SimulatorOptions, VendorSimulator } from './simulator/simulator.ts';
import type { VendorItem, VendorKind } from './vendor.ts';
import { VendorError } from './vendor-error.ts';

interface MemoryItem extends SimulatedItem {
  word: string;
  changedAtMs: number;
  fields: JsonObject;
}

const PEOPLE = ['Ada', 'Ben', 'Cleo'].map((name, at) => ({ externalId: `p${at}`, name, email: `${name.toLowerCase()}@example.com` }));
const PAGE = 3;
const WITHHELD_MS = 20_000;

/** For tests: the smallest vendor that there can be, without a network. Its lists lag behind by twenty seconds. */
export function createMemoryVendor(): {
  kind: VendorKind;
  createSimulator: (options: SimulatorOptions) => Promise<VendorSimulator & MemoryControls>;
} {
  let simulator:
    | (VendorSimulator & MemoryControls & { all: Map<string, MemoryItem>; ask(): Promise<void>; nowMs(): number; listed(): MemoryItem[] })
    | null = null;
  const there = () => {
    if (!simulator) throw new Error('the vendor was not started');
    return simulator;
  };
  const kind: VendorKind = {
    kind: 'memory',
    name: 'Memory',
    description: 'A vendor for tests.',
    config: Type.Object({ baseUrl: Type.String({ default: 'http://127.0.0.1:9' }) }),
    credentials: Type.Object({ token: Type.String() }),
    schedule: { everySeconds: 60, fullEverySeconds: 3_600 },
    statuses: [
      { word: 'open', status: 'by_assignee' },
      { word: 'doing', status: 'started_by_assignee' },
      { word: 'done', status: 'DONE' },
    ],
    baseUrlOf: (config) => String(config.baseUrl),
    limits: { default: { requests: 10, perMs: 1_000 } },
    takesNotes: () => true,
    connect: (session) => ({
      async check() {
        await there().ask();
        if (session.credentials.token !== 'right') throw new VendorError('unauthorized', 'The token is wrong: enter it again.');
        return { name: 'Memory Inc.', statuses: [{ word: 'open', label: 'Open', isClosed: false }], warnings: [] };
      },
      async *readChanges(watermark, resume) {
        const since = typeof watermark === 'number' ? watermark : 0;
        const until = there().nowMs();
        const changed = there()
          .listed()
          .filter(({ changedAtMs, state }) => changedAtMs >= since - WITHHELD_MS && (watermark !== null || state === 'open'))
          .sort((a, b) => a.changedAtMs - b.changedAtMs);
        for (let at = typeof resume === 'number' ? resume : 0; at < changed.length; at += PAGE) {
          await there().ask();
          yield { items: changed.slice(at, at + PAGE).map(itemOf), resume: at + PAGE, total: changed.length };
        }
        yield { items: [], resume: null, watermark: until - WITHHELD_MS };
      },
      async *readAllOpen(resume) {
        const open = there()
          .listed()
          .filter(({ state }) => state === 'open')
          .slice(0, there().shown ?? undefined);
        for (let at = typeof resume === 'number' ? resume : 0; at < open.length; at += PAGE) {
          await there().ask();
          yield { items: open.slice(at, at + PAGE).map(itemOf), resume: at + PAGE };
        }
      },
      async readItems(ids) {
        await there().ask();
        return ids.map((externalId) => {
          const item = there().all.get(externalId);
          return item ? itemOf(item) : { ...NOTHING, externalId };
        });
      },
      async *readPeople() {
        await there().ask();
        yield PEOPLE.map((each) => ({ ...each, isActive: true }));
      },
      async write(change) {
        await there().ask();
        const item = there().all.get(change.externalId);
        if (!item || item.state === 'deleted') throw new VendorError('not_found', 'There is no such item.');
        if (there().isReadOnly) throw new VendorError('forbidden', 'The scope items.write is missing.');
        if (there().refusal) throw new VendorError('rejected', 'The vendor does not take it.', { vendorMessage: there().refusal ?? '' });
        const { statusWord = item.word, assigneeExternalId = item.assigneeExternalId } = change;
        if (change.note !== null) there().notes.push({ externalId: change.externalId, note: change.note });
        if (change.statusWord === undefined && change.assigneeExternalId === undefined) return itemOf(item);
        there().written.push({ externalId: change.externalId, change: { statusWord, assigneeExternalId } });
        set(item, { word: statusWord, state: statusWord === 'done' ? 'closed' : 'open', assigneeExternalId });
        return itemOf(item);
      },
    }),
  };

  function set(item: MemoryItem, change: Partial<MemoryItem>): void {
    const { nowMs } = there();
    there().history.push({ ...item });
    Object.assign(item, change, { changedAtMs: nowMs() });
  }

  async function createSimulator({ startMs = 0, items = 0 }: SimulatorOptions) {
    let now = startMs;
    let faults: SimulatorFaults | null = null;
    let asked = 0;
    const all = new Map<string, MemoryItem>();
    const each = (ids: readonly string[], change: (item: MemoryItem) => Partial<MemoryItem>) => {
      for (const id of ids) {
        const item = all.get(id);
        if (item) set(item, change(item));
      }
    };
    simulator = {
      kind: 'memory',
      baseUrl: 'http://127.0.0.1:9',
      config: { baseUrl: 'http://127.0.0.1:9' },
      credentials: { token: 'right' },
      people: PEOPLE,
      all,
      history: [],
      written: [],
      notes: [],
      shown: null,
      refusal: null,
      isAway: false,
      isReadOnly: false,
      onAsked: null,
      nowMs: () => now,
      async ask() {
        asked += 1;
        await there().onAsked?.(asked);
        // Every so often, whatever is asked.
        if (there().isAway || (faults && (asked * 7 + faults.seed) % 23 === 0)) throw new VendorError('unavailable', 'The vendor is away.');
      },
      listed() {
        const seen = new Map<string, MemoryItem>();
        for (const item of all.values()) {
          if (item.changedAtMs <= now - WITHHELD_MS) seen.set(item.externalId, item);
        }
        for (const old of there().history) {
          const item = all.get(old.externalId);
          // As it was before what is too recent to be listed.
          if (item && item.changedAtMs > now - WITHHELD_MS && old.changedAtMs <= now - WITHHELD_MS) seen.set(old.externalId, old);
        }
        return [...seen.values()].filter(({ state }) => state !== 'deleted');
      },
      advanceMs(durationMs) {
        now += durationMs;
      },
      setFaults(next) {
        faults = next;
      },
      create(made) {
        return made.map(({ title, assigneeExternalId = null, fields = {} }) => {
          const externalId = `item:${all.size + 1}`;
          all.set(externalId, { externalId, state: 'open', word: 'open', assigneeExternalId, title, fields, changedAtMs: now });
          return externalId;
        });
      },
      update: (ids, { title, fields }) => each(ids, (item) => ({ title: title ?? item.title, fields: { ...item.fields, ...fields } })),
      assign: (ids, assigneeExternalId) => each(ids, () => ({ assigneeExternalId })),
      close: (ids) => each(ids, () => ({ state: 'closed', word: 'done' })),
      reopen: (ids) => each(ids, () => ({ state: 'open', word: 'open' })),
      delete: (ids) => each(ids, () => ({ state: 'deleted' })),
      restore: (ids) => each(ids, (item) => ({ state: item.word === 'done' ? 'closed' : 'open' })),
      items: () =>
        [...all.values()].map(({ externalId, state, assigneeExternalId, title }) => ({ externalId, state, assigneeExternalId, title })),
      writes: () => there().written,
      violations: () => [],
      exchanges: () => [],
      async stop() {
        simulator = null;
      },
    };
    simulator.create(Array.from({ length: items }, (_, at) => ({ title: `Item ${at}` })));
    now += WITHHELD_MS * 2;
    return simulator;
  }

  return { kind, createSimulator };
}

/** What only this vendor has. */
export interface MemoryControls {
  history: MemoryItem[];
  written: { externalId: string; change: JsonObject }[];
  /** What operators said, as it came. */
  notes: { externalId: string; note: string }[];
  /** How many of the open items its list shows; null: all. */
  shown: number | null;
  /** Its words, where it takes no change. */
  refusal: string | null;
  isAway: boolean;
  /** Whether its writes need a right that we lack. */
  isReadOnly: boolean;
  /** Called at each request, with how many there were; it is answered afterwards. */
  onAsked: ((asked: number) => Promise<unknown> | undefined) | null;
}

const NOTHING: Omit<VendorItem, 'externalId'> = {
  state: 'deleted',
  statusWord: '',
  assigneeExternalId: null,
  title: null,
  url: null,
  dueAt: null,
  createdAt: null,
  fields: {},
};

function itemOf({ externalId, state, word, assigneeExternalId, title, fields, changedAtMs }: MemoryItem): VendorItem {
  return {
    ...NOTHING,
    ...{ externalId, state, statusWord: word, assigneeExternalId, title },
    fields: { ...fields, changed_at: formatTimestamp(changedAtMs * 1_000) },
  };
}
