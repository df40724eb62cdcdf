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
  /** Told after each change, so that the next search sees it. */
  touch(record: IntercomRecord, atSeconds: number): void;
  /** What is there, in order; records of the same second by id. */
  sorted(object: IntercomObject, order: RecordOrder): readonly IntercomRecord[];
}

export function createIntercomRecords(): IntercomRecords {
  const records = new Map<string, IntercomRecord>();
  const orders = new Map<string, IntercomRecord[]>();
  let lastId = 500;

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
      orders.clear();
      return record;
    },
    touch(record, atSeconds) {
      record.updatedAt = atSeconds;
      orders.clear();
    },
    sorted(object, order) {
      const key = `${object} ${order.field} ${order.order}`;
      const known = orders.get(key);
      if (known) return known;
      const sign = order.order === 'ascending' ? 1 : -1;
      const timeOf = (record: IntercomRecord) => (order.field === 'created_at' ? record.createdAt : record.updatedAt);
      const sorted = [...records.values()]
        .filter((record) => record.object === object && record.deletedAt === null)
        .sort((left, right) => sign * (timeOf(left) - timeOf(right)) || Number(left.id) - Number(right.id));
      orders.set(key, sorted);
      return sorted;
    },
  };
}
