import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { deletedItem } from '../deleted-item.ts';
import type { ItemPage, VendorItem } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { IntercomApi } from './intercom-api.ts';
import type { IntercomDirectory } from './intercom-directory.ts';
import { type IntercomObject, type IntercomPlace, readConversation, readTicket } from './intercom-items.ts';
import type { IntercomSearch } from './intercom-search.ts';
import { AnyRecord } from './intercom-shapes.ts';

/** What the parts of the connector share. */
export interface IntercomReading {
  api: IntercomApi;
  directory: IntercomDirectory;
  /** Of what is mirrored, in the order in which it is read. */
  searches: ReadonlyMap<IntercomObject, IntercomSearch>;
  place(): Promise<IntercomPlace>;
  warn(message: string): void;
}

/** A ticket or conversation as Intercom has it now; null: there is none. */
export async function findRecord(api: IntercomApi, externalId: string): Promise<JsonObject | null> {
  const [object, id = ''] = externalId.split(':');
  const path = object === 'ticket' ? `/tickets/${encodeURIComponent(id)}` : `/conversations/${encodeURIComponent(id)}`;
  const right = object === 'ticket' ? 'Read tickets' : 'Read conversations';
  const record = await api.find({ method: 'GET', path, answer: AnyRecord, right });
  return record as JsonObject | null;
}

/** Throws a VendorError `unexpected` where the item is there and cannot be read. */
export async function readItem({ api, place }: IntercomReading, externalId: string): Promise<VendorItem> {
  const record = await findRecord(api, externalId);
  return record === null ? deletedItem(externalId) : itemOf(objectOf(externalId), record, await place());
}

export function objectOf(externalId: string): IntercomObject {
  return externalId.startsWith('ticket:') ? 'ticket' : 'conversation';
}

/** Throws a VendorError `unexpected` where it cannot be read. */
export function itemOf(object: IntercomObject, record: JsonObject, place: IntercomPlace): VendorItem {
  const { items, skipped } = readRecords(object, [record], place);
  const [item] = items;
  if (item) return item;
  const [first] = skipped;
  throw new VendorError(
    'unexpected',
    `Intercom sent ${first?.externalId ?? `a ${object}`} in a form that cannot be read: ${first?.reason}.`,
  );
}

/** A page's records as items, and what cannot be read. */
export function readRecords(
  object: IntercomObject,
  records: readonly JsonObject[],
  place: IntercomPlace,
): { items: VendorItem[]; skipped: NonNullable<ItemPage['skipped']> } {
  const items: VendorItem[] = [];
  const skipped: NonNullable<ItemPage['skipped']> = [];
  for (const record of records) {
    const read = object === 'ticket' ? readTicket(record, place) : readConversation(record, place);
    if ('item' in read) items.push(read.item);
    else skipped.push(read);
  }
  return { items, skipped };
}
