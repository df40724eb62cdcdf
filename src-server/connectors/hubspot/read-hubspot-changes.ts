import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { JsonValue } from '../../../src-shared/schema/task.ts';
import { parseMoment } from '../../../src-shared/time/timestamp.ts';
import { deletedItem } from '../deleted-item.ts';
import type { ItemPage, VendorItem } from '../vendor.ts';
import type { HubspotConnection } from './hubspot-connection.ts';
import { externalIdOf } from './hubspot-item.ts';
import { type HubspotObject, modifiedProperty } from './hubspot-object.ts';
import { listRecords, readRecords, type SearchFilter, searchRecords } from './hubspot-records.ts';
import type { HubspotRecord } from './hubspot-shapes.ts';

/** What is written is found by a search only later: so much is read again each time. */
const OVERLAP_MS = 120_000;
/** The watermark never comes closer to now. */
const LAG_MS = 30_000;
/** Where nothing changes, the watermark follows: else a bulk change would be read again for ever. */
const QUIET_MS = 15 * 60_000;
/** Deletions older than those come with the whole reconciliation. */
const ARCHIVED_PAGES_MAXIMUM = 20;

/** The newest change seen, by object, in ms of HubSpot's clock. */
const Watermark = Type.Record(Type.String(), Type.Number());
type Watermark = Static<typeof Watermark>;

const Progress = Type.Object({
  object: Type.String(),
  lastId: Type.Union([Type.String(), Type.Null()]),
  startMs: Type.Number(),
  newest: Watermark,
  seen: Type.Integer(),
  total: Type.Union([Type.Integer(), Type.Null()]),
});
type Progress = Static<typeof Progress>;

export async function* readHubspotChanges(
  connection: HubspotConnection,
  watermark: JsonValue | null,
  resume: JsonValue | null,
): AsyncIterable<ItemPage> {
  const objects = await connection.objects();
  const since: Watermark = Check(Watermark, watermark) ? watermark : {};
  let progress = await startOf(connection, objects, since, resume);
  const first = objects.findIndex(({ name }) => name === progress.object);
  for (const [index, object] of objects.entries()) {
    if (index < first) {
      continue;
    }
    if (object.name !== progress.object) {
      progress = { ...progress, object: object.name, lastId: null };
    }
    for await (const page of readObjectChanges(connection, object, since[object.name] ?? null, progress)) {
      progress = page.progress;
      const isEnd = page.isLast && index === objects.length - 1;
      yield {
        items: page.items,
        resume: progress,
        ...(progress.total === null ? {} : { total: progress.total }),
        ...(isEnd ? { watermark: watermarkOf(objects, since, progress) } : {}),
      };
    }
  }
}

async function startOf(
  connection: HubspotConnection,
  objects: readonly HubspotObject[],
  since: Watermark,
  resume: JsonValue | null,
): Promise<Progress> {
  if (Check(Progress, resume) && objects.some(({ name }) => name === resume.object)) {
    return resume;
  }
  let total: number | null = null;
  let startMs = Number.POSITIVE_INFINITY;
  for (const object of objects) {
    const lowerMs = since[object.name] ?? null;
    const found = await searchRecords(connection.api, object, groupsOf(connection, object, lowerMs, null), null, 1);
    startMs = Math.min(startMs, found.vendorNowMs);
    total = lowerMs === null ? (total ?? 0) + found.total : total;
  }
  return { object: objects[0]?.name ?? '', lastId: null, startMs, newest: {}, seen: 0, total };
}

interface ObjectPage {
  items: VendorItem[];
  progress: Progress;
  isLast: boolean;
}

async function* readObjectChanges(
  connection: HubspotConnection,
  object: HubspotObject,
  sinceMs: number | null,
  start: Progress,
): AsyncIterable<ObjectPage> {
  let progress = start;
  // First, so that a search that does not know of a deletion yet opens nothing again.
  const archived = sinceMs === null ? new Map<string, HubspotRecord>() : await readLatelyArchived(connection, object, sinceMs - OVERLAP_MS);
  if (archived.size > 0) {
    yield { items: [...archived.values()].map((record) => connection.itemOf(object, record)), progress, isLast: false };
  }
  const groups = groupsOf(connection, object, sinceMs, progress.startMs);
  for (let isLast = false; !isLast; ) {
    const found = await searchRecords(connection.api, object, groups, progress.lastId);
    isLast = found.isLast;
    const present = found.records.filter(({ id }) => !archived.has(id));
    progress = {
      ...progress,
      lastId: found.records.at(-1)?.id ?? progress.lastId,
      newest: { ...progress.newest, [object.name]: newestOf(object, found.records, progress.newest[object.name]) },
      seen: progress.seen + found.records.length,
    };
    const items =
      sinceMs === null && found.isWhole
        ? present.map((record) => connection.itemOf(object, record))
        : await currentItems(connection, object, present);
    // Of a first import, those that were closed meanwhile are none of ours.
    yield { items: items.filter(({ state }) => sinceMs !== null || state === 'open'), progress, isLast };
  }
}

/** The search says which ones changed, but may show them as they were: what they are now is read from the books. */
async function currentItems(
  connection: HubspotConnection,
  object: HubspotObject,
  records: readonly HubspotRecord[],
): Promise<VendorItem[]> {
  const current = await readRecords(
    connection.api,
    object,
    records.map(({ id }) => id),
  );
  if (current === null) {
    return records.map((record) => connection.itemOf(object, record));
  }
  const byId = new Map(current.map((record) => [record.id, record]));
  return records.map(({ id }) => {
    const record = byId.get(id);
    return record === undefined ? deletedItem(externalIdOf(object.name, id)) : connection.itemOf(object, record);
  });
}

async function readLatelyArchived(
  connection: HubspotConnection,
  object: HubspotObject,
  fromMs: number,
): Promise<Map<string, HubspotRecord>> {
  const lately = new Map<string, HubspotRecord>();
  let after: string | null = null;
  for (let page = 0; page < ARCHIVED_PAGES_MAXIMUM; page += 1) {
    const list = await listRecords(connection.api, object, after, true);
    for (const record of list.records) {
      if ((msOf(record.archivedAt) ?? Number.POSITIVE_INFINITY) >= fromMs) {
        lately.set(record.id, { ...record, archived: true });
      }
    }
    after = list.after;
    if (after === null) {
      break;
    }
  }
  return lately;
}

/** A first import takes what is open; later, whatever changed, for what was closed has to be known. */
function groupsOf(connection: HubspotConnection, object: HubspotObject, sinceMs: number | null, upperMs: number | null): SearchFilter[][] {
  const upper = upperMs === null ? [] : [{ propertyName: modifiedProperty(object.name), operator: 'LTE', value: String(upperMs) }];
  if (sinceMs !== null) {
    return [[{ propertyName: modifiedProperty(object.name), operator: 'GTE', value: String(sinceMs - OVERLAP_MS) }, ...upper]];
  }
  const wanted = [...upper, ...connection.filtersOf(object)];
  return [
    [{ propertyName: object.statusProperty, operator: 'NOT_IN', values: [...object.closedWords] }, ...wanted],
    // Who has no status is not found by NOT_IN.
    [{ propertyName: object.statusProperty, operator: 'NOT_HAS_PROPERTY' }, ...wanted],
  ];
}

function watermarkOf(objects: readonly HubspotObject[], since: Watermark, { newest, startMs }: Progress): Watermark {
  const marks = objects.map(({ name }): [string, number] => {
    const newestMs = Math.max(newest[name] ?? 0, since[name] ?? 0, startMs - QUIET_MS);
    return [name, Math.min(newestMs, startMs - LAG_MS)];
  });
  return Object.fromEntries(marks);
}

function newestOf({ name }: HubspotObject, records: readonly HubspotRecord[], before = 0): number {
  const times = records.map(({ properties, updatedAt }) => msOf(properties[modifiedProperty(name)]) ?? msOf(updatedAt) ?? 0);
  return Math.max(before, ...times);
}

function msOf(text: string | null | undefined): number | null {
  const micros = parseMoment(text);
  return micros === null ? null : Math.floor(micros / 1000);
}
