import { createRandom } from '../simulator/create-random.ts';
import type { SimulatorClock } from '../simulator/create-simulator-clock.ts';

/** A record in the simulated account. */
export interface BookRecord {
  id: string;
  object: string;
  properties: Record<string, string | null>;
  createdMs: number;
  archivedMs: number | null;
}

export interface BookProperty {
  name: string;
  type: 'string' | 'enumeration' | 'datetime' | 'number';
  options: readonly { label: string; value: string }[];
  isReadOnly: boolean;
}

export interface HubspotBooks {
  /** As they are. */
  records(object: string): ReadonlyMap<string, BookRecord>;
  /** As a search sees them: some time later. */
  indexed(object: string): BookRecord[];
  /** With `ageMs` it was made so long ago, and a search knows it. */
  create(object: string, properties: Readonly<Record<string, string | null>>, ageMs?: number): BookRecord;
  change(record: BookRecord, properties: Readonly<Record<string, string | null>>): void;
  archive(record: BookRecord): void;
  restore(record: BookRecord): void;
  /** One ends in the other: who asks for it is given the other. */
  merge(record: BookRecord, into: BookRecord): void;
  /** As who asks by id is given it; undefined: there is none. */
  find(object: string, id: string): BookRecord | undefined;
}

const STAGES_BY_DEFAULT = ['New', 'Waiting on contact', 'Waiting on us', 'Closed'] as const;

/** Ids of stages tell nothing, and the second pipeline's labels lie: only `ticketState` is to be believed. */
export const TICKET_PIPELINES = [
  {
    id: '0',
    label: 'Support Pipeline',
    stages: STAGES_BY_DEFAULT.map((label, index) => ({ id: String(index + 1), label, ticketState: index === 3 ? 'CLOSED' : 'OPEN' })),
  },
  {
    id: '887766',
    label: 'Claims',
    stages: [
      { id: '998001', label: 'Closed by customer, look again', ticketState: 'OPEN' },
      { id: '998002', label: 'Under review', ticketState: 'OPEN' },
      { id: '998003', label: 'Paid out', ticketState: 'CLOSED' },
    ],
  },
] as const;

export const TASK_STATUSES = ['NOT_STARTED', 'IN_PROGRESS', 'WAITING', 'DEFERRED', 'COMPLETED'] as const;

const options = (values: readonly string[]) => values.map((value) => ({ label: value.toLowerCase().replaceAll('_', ' '), value }));
const text = (name: string): BookProperty => ({ name, type: 'string', options: [], isReadOnly: false });
const time = (name: string, isReadOnly = false): BookProperty => ({ name, type: 'datetime', options: [], isReadOnly });
const choice = (name: string, values: readonly string[]): BookProperty => ({
  name,
  type: 'enumeration',
  options: options(values),
  isReadOnly: false,
});
const COMMON: readonly BookProperty[] = [
  { name: 'hs_object_id', type: 'number', options: [], isReadOnly: true },
  time('hs_createdate', true),
  time('hs_lastmodifieddate', true),
  text('hubspot_owner_id'),
  text('customer_segment'),
];

export const BOOK_PROPERTIES: Readonly<Record<string, readonly BookProperty[]>> = {
  tasks: [
    ...COMMON,
    text('hs_task_subject'),
    text('hs_task_body'),
    time('hs_timestamp'),
    choice('hs_task_status', TASK_STATUSES),
    choice('hs_task_priority', ['HIGH', 'MEDIUM', 'LOW', 'NONE']),
  ],
  tickets: [
    ...COMMON,
    text('subject'),
    text('content'),
    choice('hs_pipeline', ['0', '887766']),
    choice(
      'hs_pipeline_stage',
      TICKET_PIPELINES.flatMap(({ stages }) => stages.map(({ id }) => id)),
    ),
    choice('hs_ticket_priority', ['URGENT', 'HIGH', 'MEDIUM', 'LOW']),
    text('hs_time_in_1'),
  ],
  // An object that the account made itself, with more properties than a search or an address can name.
  '2-7700123': [
    ...COMMON,
    text('name'),
    choice('state', ['open', 'done', 'dropped']),
    time('due_date'),
    ...Array.from({ length: 250 }, (_, index) => text(`inspection_detail_${index}`)),
  ],
};

/** `lagMs`: how long it takes at most until a search knows. */
export function createHubspotBooks(clock: SimulatorClock, lagMs: number): HubspotBooks {
  const random = createRandom(7);
  const books = new Map<string, Map<string, BookRecord>>();
  const index = new Map<string, Map<string, BookRecord>>();
  const merged = new Map<BookRecord, BookRecord>();
  let late: { record: BookRecord; dueMs: number }[] = [];
  let lastId = 40_000_000_000;

  const bookOf = (shelf: Map<string, Map<string, BookRecord>>, object: string): Map<string, BookRecord> => {
    const known = shelf.get(object) ?? new Map<string, BookRecord>();
    shelf.set(object, known);
    return known;
  };
  const copyToIndex = (record: BookRecord): void => {
    if (record.archivedMs === null) {
      bookOf(index, record.object).set(record.id, { ...record, properties: { ...record.properties } });
    } else {
      bookOf(index, record.object).delete(record.id);
    }
  };
  const catchUp = (): void => {
    const nowMs = clock.nowMs();
    for (const { record } of late.filter(({ dueMs }) => dueMs <= nowMs)) {
      copyToIndex(record);
    }
    late = late.filter(({ dueMs }) => dueMs > nowMs);
  };
  const note = (record: BookRecord): void => {
    if (lagMs === 0) {
      copyToIndex(record);
    } else {
      late.push({ record, dueMs: clock.nowMs() + random.next() * lagMs });
    }
  };
  const archive = (record: BookRecord): void => {
    catchUp();
    record.archivedMs = clock.nowMs();
    note(record);
  };
  return {
    records: (object) => bookOf(books, object),
    indexed: (object) => {
      catchUp();
      return [...bookOf(index, object).values()];
    },
    create: (object, properties, ageMs = 0) => {
      lastId += 1 + random.integer(9);
      const createdMs = clock.nowMs() - ageMs;
      const created = new Date(createdMs).toISOString();
      const id = String(lastId);
      const record: BookRecord = {
        id,
        object,
        properties: { ...properties, hs_object_id: id, hs_createdate: created, hs_lastmodifieddate: created },
        createdMs,
        archivedMs: null,
      };
      bookOf(books, object).set(id, record);
      (ageMs > 0 ? copyToIndex : note)(record);
      return record;
    },
    change: (record, properties) => {
      // Who searched in between would have seen what was before.
      catchUp();
      Object.assign(record.properties, properties, { hs_lastmodifieddate: new Date(clock.nowMs()).toISOString() });
      note(record);
    },
    archive,
    merge: (record, into) => {
      archive(record);
      merged.set(record, into);
    },
    find: (object, id) => {
      const record = bookOf(books, object).get(id);
      return record && (merged.get(record) ?? record);
    },
    // The time of the last change stays: only who looks at everything finds out.
    restore: (record) => {
      catchUp();
      record.archivedMs = null;
      note(record);
    },
  };
}
