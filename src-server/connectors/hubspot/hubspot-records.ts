import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { VendorError } from '../vendor-error.ts';
import type { HubspotApi } from './hubspot-api.ts';
import type { HubspotObject } from './hubspot-object.ts';
import { rightsTo } from './hubspot-rights.ts';
import { BatchAnswer, HubspotRecord, ListAnswer, SearchAnswer } from './hubspot-shapes.ts';

export const SEARCH_PAGE = 200;
const LIST_PAGE = 100;
const BATCH_SIZE = 100;
/** Servers in between cut longer addresses. */
const QUERY_CHARACTERS_MAXIMUM = 6_000;
/** HubSpot refuses a search whose body is longer. */
const SEARCH_CHARACTERS_MAXIMUM = 3_000;
/** So few are asked for one by one. */
const SINGLES_MAXIMUM = 3;

export interface SearchFilter {
  propertyName: string;
  operator: string;
  value?: string;
  values?: string[];
}

export interface FoundRecords {
  records: HubspotRecord[];
  /** Those that are left, with this page's. */
  total: number;
  isLast: boolean;
  /** Whether the records have all their properties. */
  isWhole: boolean;
  vendorNowMs: number;
}

/**
 * One page of those that fit one of the groups, in the order of their ids, after `lastId`. Paging by id instead of by
 * HubSpot's `after` has no cap, and nothing is jumped over when records leave the set meanwhile.
 */
export async function searchRecords(
  api: HubspotApi,
  object: HubspotObject,
  groups: readonly (readonly SearchFilter[])[],
  lastId: string | null,
  limit = SEARCH_PAGE,
): Promise<FoundRecords> {
  const next = lastId === null ? [] : [{ propertyName: 'hs_object_id', operator: 'GT', value: lastId }];
  const body = (properties: readonly string[]): JsonObject => ({
    filterGroups: groups.map((filters) => ({ filters: [...filters, ...next].map((filter): JsonObject => ({ ...filter })) })),
    sorts: ['hs_object_id'],
    properties: [...properties],
    limit,
  });
  const whole = body(object.properties);
  const isWhole = JSON.stringify(whole).length <= SEARCH_CHARACTERS_MAXIMUM;
  const { value, vendorNowMs } = await api.call({
    method: 'POST',
    path: `/crm/v3/objects/${object.name}/search`,
    json: isWhole ? whole : body(object.keyProperties),
    budget: 'search',
    isRepeatable: true,
    answer: SearchAnswer,
    what: `the search of ${object.name}`,
    scopes: rightsTo(object.name).read,
  });
  const ids = [...(lastId === null ? [] : [lastId]), ...value.results.map(({ id }) => id)];
  if (ids.some((id, index) => index > 0 && compareIds(ids[index - 1] ?? '', id) >= 0)) {
    throw new VendorError('unexpected', `HubSpot did not sort ${object.name} by id, so that some could be missed. Nothing was closed.`);
  }
  return { records: value.results, total: value.total, isLast: value.results.length < limit && !value.paging?.next, isWhole, vendorNowMs };
}

/** One page of all there are, or of all that were deleted, straight from HubSpot's books: nothing lags here. */
export async function listRecords(api: HubspotApi, object: HubspotObject, after: string | null, isArchived: boolean) {
  const properties = fitsInto(object.properties) ? object.properties : object.keyProperties;
  const { value, vendorNowMs } = await api.call({
    method: 'GET',
    path: `/crm/v3/objects/${object.name}`,
    query: { limit: LIST_PAGE, after: after ?? undefined, archived: String(isArchived), properties: properties.join(',') },
    answer: ListAnswer,
    what: `the list of ${object.name}`,
    scopes: rightsTo(object.name).read,
  });
  return {
    records: value.results,
    after: value.paging?.next?.after ?? null,
    isWhole: properties === object.properties,
    vendorNowMs,
  };
}

/** As they are now; those that were deleted or merged into others are missing. Null: this object has no such call. */
export async function readRecords(api: HubspotApi, object: HubspotObject, ids: readonly string[]): Promise<HubspotRecord[] | null> {
  const found: HubspotRecord[] = [];
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const answer = await api.find({
      method: 'POST',
      path: `/crm/v3/objects/${object.name}/batch/read`,
      json: {
        properties: [...object.properties],
        propertiesWithHistory: [],
        inputs: ids.slice(start, start + BATCH_SIZE).map((id) => ({ id })),
      },
      isRepeatable: true,
      answer: BatchAnswer,
      what: `some of ${object.name}`,
      scopes: rightsTo(object.name).read,
    });
    if (answer === null) {
      return null;
    }
    found.push(...answer.results);
  }
  return found;
}

/** Null: it is not there any more. */
export async function readRecord(api: HubspotApi, object: HubspotObject, id: string): Promise<HubspotRecord | null> {
  return (await readNow(api, object, [id])).get(id) ?? null;
}

/** Those that are there, by their ids. */
export async function readNow(api: HubspotApi, object: HubspotObject, ids: readonly string[]): Promise<Map<string, HubspotRecord>> {
  const isBatch = ids.length > SINGLES_MAXIMUM || !fitsInto(object.properties);
  const batch = isBatch ? await readRecords(api, object, ids) : null;
  if (batch !== null) {
    // In place of one that was merged comes the other, which is somebody else.
    return new Map(batch.map((record) => [record.id, record]));
  }
  const found = new Map<string, HubspotRecord>();
  for (const id of ids) {
    const record = await readSingle(api, object, id);
    if (record?.id === id) {
      found.set(id, record);
    }
  }
  return found;
}

async function readSingle(api: HubspotApi, object: HubspotObject, id: string): Promise<HubspotRecord | null> {
  const properties = fitsInto(object.properties) ? object.properties : object.keyProperties;
  return api.find({
    method: 'GET',
    path: `/crm/v3/objects/${object.name}/${id}`,
    query: { archived: 'false', properties: properties.join(',') },
    answer: HubspotRecord,
    what: `${object.name} ${id}`,
    scopes: rightsTo(object.name).read,
  });
}

function fitsInto(properties: readonly string[]): boolean {
  return encodeURIComponent(properties.join(',')).length <= QUERY_CHARACTERS_MAXIMUM;
}

/** Numbers in text, longer than a number can hold. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
