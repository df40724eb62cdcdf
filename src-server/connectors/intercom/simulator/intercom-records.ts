import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import type { IntercomObject } from '../intercom-items.ts';

/** A ticket or conversation in the simulator. */
export interface IntercomRecord {
  object: IntercomObject;
  id: string;
  title: string;
  /** A ticket's category, a conversation's state. */
  state: string;
  open: boolean;
  assigneeId: string | null;
  /** Epoch seconds. */
  createdAt: number;
  updatedAt: number;
  snoozedUntil: number | null;
  attributes: JsonObject;
  /** Epoch seconds; null while it is there. */
  deletedAt: number | null;
}

export interface RecordOrder {
  field: 'created_at' | 'updated_at';
  order: 'ascending' | 'descending';
}

export interface IntercomRecords {
  all(): IterableIterator<IntercomRecord>;
  find(object: string, id: string): IntercomRecord | null;
  findByExternalId(externalId: string): IntercomRecord;
  add(record: Omit<IntercomRecord, 'id' | 'createdAt' | 'updatedAt' | 'deletedAt' | 'snoozedUntil'>, atSeconds: number): IntercomRecord;
  /** Told after each change, with what the record was before. */
  touch(record: IntercomRecord, atSeconds: number, before: IntercomRecord): void;
  /** What is there, in order; records of the same second by id. */
  sorted(object: IntercomObject, order: RecordOrder): readonly IntercomRecord[];
}

/** What a record was until it was changed; null: it was not there. */
interface PastRecord {
  untilMs: number;
  was: IntercomRecord | null;
}

/** `searchLagMs`: searches show what was there so long ago. */
export function createIntercomRecords(nowMs: () => number, searchLagMs: number): IntercomRecords {
  const records = new Map<string, IntercomRecord>();
  const pasts = new Map<string, PastRecord[]>();
  const orders = new Map<string, IntercomRecord[]>();
  let lastId = 500;

  const remember = (key: string, was: IntercomRecord | null): void => {
    if (searchLagMs > 0) pasts.set(key, [...(pasts.get(key) ?? []), { untilMs: nowMs(), was }]);
    orders.clear();
  };
  /** As searches see it. */
  const shown = ([key, record]: [string, IntercomRecord]): IntercomRecord | null => {
    const past = pasts.get(key)?.find(({ untilMs }) => untilMs > nowMs() - searchLagMs);
    const seen = past ? past.was : record;
    return seen && seen.deletedAt === null ? seen : null;
  };

  return {
    all: () => records.values(),
    find(object, id) {
      const record = records.get(`${object}:${id}`);
      return record && record.deletedAt === null ? record : null;
    },
    findByExternalId(externalId) {
      const record = records.get(externalId);
      if (!record) throw new Error(`there is no ${externalId} in the simulator`);
      return record;
    },
    add(given, atSeconds) {
      lastId += 1;
      const record = { ...given, id: String(lastId), createdAt: atSeconds, updatedAt: atSeconds, deletedAt: null, snoozedUntil: null };
      records.set(`${given.object}:${record.id}`, record);
      // What there was before the simulator began is shown at once.
      if (atSeconds * 1_000 > nowMs() - 1_000) remember(`${given.object}:${record.id}`, null);
      orders.clear();
      return record;
    },
    touch(record, atSeconds, before) {
      record.updatedAt = atSeconds;
      remember(`${record.object}:${record.id}`, before);
    },
    sorted(object, order) {
      const key = `${object} ${order.field} ${order.order}`;
      const known = searchLagMs === 0 ? orders.get(key) : undefined;
      if (known) return known;
      const sign = order.order === 'ascending' ? 1 : -1;
      const timeOf = (record: IntercomRecord) => (order.field === 'created_at' ? record.createdAt : record.updatedAt);
      const sorted = [...records]
        .map(shown)
        .filter((record) => record !== null)
        .filter((record) => record.object === object)
        .sort((left, right) => sign * (timeOf(left) - timeOf(right)) || Number(left.id) - Number(right.id));
      orders.set(key, sorted);
      return sorted;
    },
  };
}
