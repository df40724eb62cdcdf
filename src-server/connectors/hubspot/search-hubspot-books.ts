import { type Static, Type } from 'typebox';
import { Check, Errors } from 'typebox/value';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { SimulatorRequest } from '../simulator/simulator-request.ts';
import { BOOK_PROPERTIES, type BookRecord, type HubspotBooks } from './hubspot-books.ts';
import { compareIds } from './hubspot-records.ts';
import { refuseInvalid } from './hubspot-refusals.ts';

const OPERATORS = ['EQ', 'NEQ', 'LT', 'LTE', 'GT', 'GTE', 'BETWEEN', 'IN', 'NOT_IN', 'HAS_PROPERTY', 'NOT_HAS_PROPERTY'] as const;

const Filter = Type.Object(
  {
    propertyName: Type.String(),
    operator: Type.Enum(OPERATORS),
    value: Type.Optional(Type.String()),
    values: Type.Optional(Type.Array(Type.String())),
    highValue: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
type Filter = Static<typeof Filter>;

/** As `PublicObjectSearchRequest` in HubSpot's own client. */
const SearchRequest = Type.Object(
  {
    query: Type.Optional(Type.String()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    after: Type.Optional(Type.String()),
    sorts: Type.Optional(Type.Array(Type.String(), { maxItems: 1 })),
    properties: Type.Optional(Type.Array(Type.String())),
    filterGroups: Type.Optional(
      Type.Array(Type.Object({ filters: Type.Array(Filter, { maxItems: 6 }) }, { additionalProperties: false }), { maxItems: 5 }),
    ),
  },
  { additionalProperties: false },
);

const BODY_CHARACTERS_MAXIMUM = 3_000;
const FILTERS_MAXIMUM = 18;
/** Epoch seconds have ten digits until the year 2286. */
const EPOCH_MS = /^\d{13}$/;

export interface FoundInBooks {
  total: number;
  records: BookRecord[];
  after: string | null;
  properties: readonly string[];
}

/** Throws a SimulatorRefusal for what HubSpot would refuse, or would answer with nonsense. */
export function searchHubspotBooks(
  books: HubspotBooks,
  object: string,
  { json: body, rawBody }: Pick<SimulatorRequest, 'json' | 'rawBody'>,
  resultsMaximum: number,
): FoundInBooks {
  if (!Check(SearchRequest, body)) {
    const [first] = Errors(SearchRequest, body);
    throw refuseInvalid(`Invalid input JSON: ${first?.instancePath} ${first?.message}`);
  }
  const { limit = 10, after = '0', sorts = [], properties = [], filterGroups = [] } = body;
  if (rawBody.length > BODY_CHARACTERS_MAXIMUM) {
    throw refuseInvalid('The request body is too large');
  }
  if (!/^\d+$/.test(after) || Number(after) + limit > resultsMaximum) {
    throw refuseInvalid('Paging through more than 10000 results is not supported');
  }
  if (filterGroups.flatMap(({ filters }) => filters).length > FILTERS_MAXIMUM) {
    throw refuseInvalid('There are too many filters');
  }
  const groups = filterGroups.map(({ filters }) => filters.map((filter) => compileFilter(object, filter)));
  const found = books
    .indexed(object)
    .filter((record) => groups.length === 0 || groups.some((tests) => tests.every((test) => test(record))));
  sortRecords(object, found, sorts[0]);
  const start = Number(after);
  const end = start + limit;
  return { total: found.length, records: found.slice(start, end), after: end < found.length ? String(end) : null, properties };
}

function compileFilter(object: string, { propertyName, operator, value, values, highValue }: Filter): (record: BookRecord) => boolean {
  const property = findProperty(object, propertyName);
  const isTime = property.type === 'datetime';
  const read = (given: string | undefined): string => {
    if (given === undefined || (isTime && !EPOCH_MS.test(given))) {
      throw refuseInvalid(`${operator} of ${propertyName} does not take ${given}`);
    }
    return given;
  };
  const ownValue = (record: BookRecord): string | null => record.properties[propertyName] || null;
  const compare = (record: BookRecord, given: string): number | null => {
    const own = ownValue(record);
    if (own === null) {
      return null;
    }
    return isTime ? Date.parse(own) - Number(given) : property.type === 'number' ? compareIds(own, given) : own === given ? 0 : 1;
  };
  const test = (given: string, isFitting: (order: number) => boolean) => (record: BookRecord) => {
    const order = compare(record, given);
    return order !== null && isFitting(order);
  };
  switch (operator) {
    case 'EQ':
      return test(read(value), (order) => order === 0);
    case 'NEQ':
      return test(read(value), (order) => order !== 0);
    case 'LT':
      return test(read(value), (order) => order < 0);
    case 'LTE':
      return test(read(value), (order) => order <= 0);
    case 'GT':
      return test(read(value), (order) => order > 0);
    case 'GTE':
      return test(read(value), (order) => order >= 0);
    case 'BETWEEN': {
      const [low, high] = [test(read(value), (order) => order >= 0), test(read(highValue), (order) => order <= 0)];
      return (record) => low(record) && high(record);
    }
    case 'IN':
    case 'NOT_IN': {
      if (values === undefined || values.length === 0) {
        throw refuseInvalid(`${operator} of ${propertyName} needs values`);
      }
      return (record) => ownValue(record) !== null && values.includes(ownValue(record) ?? '') === (operator === 'IN');
    }
    case 'HAS_PROPERTY':
      return (record) => ownValue(record) !== null;
    case 'NOT_HAS_PROPERTY':
      return (record) => ownValue(record) === null;
  }
}

function findProperty(object: string, name: string) {
  const property = BOOK_PROPERTIES[object]?.find((candidate) => candidate.name === name);
  if (!property) {
    throw refuseInvalid(`There is no property ${name}`);
  }
  return property;
}

/** `name`, or `-name` for the other way round. */
function sortRecords(object: string, records: BookRecord[], sort: string | undefined): void {
  const name = findProperty(object, sort?.replace(/^-/, '') ?? 'hs_createdate').name;
  const sign = sort?.startsWith('-') ? -1 : 1;
  const keyOf = (record: BookRecord) => record.properties[name] ?? '';
  records.sort((a, b) => sign * (name === 'hs_object_id' ? compareIds(keyOf(a), keyOf(b)) : keyOf(a) < keyOf(b) ? -1 : 1));
}

const DEFAULT_PROPERTIES = ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'] as const;

/** Only what was asked for, and what there is. */
export function showRecord(record: BookRecord, properties: readonly string[]): JsonObject {
  const names = new Set([...DEFAULT_PROPERTIES, ...properties]);
  const known = (BOOK_PROPERTIES[record.object] ?? []).filter(({ name }) => names.has(name));
  return {
    id: record.id,
    properties: Object.fromEntries(known.map(({ name }) => [name, record.properties[name] ?? null])),
    createdAt: new Date(record.createdMs).toISOString(),
    updatedAt: record.properties.hs_lastmodifieddate ?? '',
    archived: record.archivedMs !== null,
    ...(record.archivedMs === null ? {} : { archivedAt: new Date(record.archivedMs).toISOString() }),
  };
}
