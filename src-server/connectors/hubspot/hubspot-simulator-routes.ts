import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { type SimulatorAnswer, SimulatorRefusal, type SimulatorRequest, type SimulatorRoute } from '../simulator/simulator-request.ts';
import { BOOK_PROPERTIES, type BookProperty, type BookRecord, type HubspotBooks, TICKET_PIPELINES } from './hubspot-books.ts';
import { hubspotError, notFound, refuseInvalid, refuseValue } from './hubspot-refusals.ts';
import { searchHubspotBooks, showRecord } from './search-hubspot-books.ts';

export interface SimulatedOwner {
  externalId: string;
  name: string;
  email: string;
}

/** What the routes need of the account. */
export interface HubspotAccount {
  books: HubspotBooks;
  owners: readonly SimulatedOwner[];
  portalId: number;
  resultsMaximum: number;
  hasBatches: boolean;
  nowMs(): number;
  /** An API client changed something. */
  onWrite(record: BookRecord, change: JsonObject): void;
  requestToken(form: URLSearchParams): SimulatorAnswer;
}

const LIST_MAXIMUM = 100;
const PROPERTIES_ROUTE = '/crm/v3/properties/:object';

export function hubspotRoutes(account: HubspotAccount): SimulatorRoute[] {
  const { books } = account;
  const recordsOf = (request: SimulatorRequest) => books.records(objectOf(request));
  return [
    { method: 'POST', path: '/oauth/v1/token', handle: ({ form }) => account.requestToken(form) },
    {
      method: 'GET',
      path: '/account-info/v3/details',
      handle: () => ({ status: 200, json: { portalId: account.portalId, uiDomain: 'app-eu1.hubspot.com', timeZone: 'Europe/Berlin' } }),
    },
    { method: 'GET', path: '/crm/v3/owners', handle: (request) => listOwners(account, request) },
    { method: 'GET', path: PROPERTIES_ROUTE, handle: (request) => ok({ results: propertiesOf(request).map(showProperty) }) },
    { method: 'GET', path: `${PROPERTIES_ROUTE}/:property`, handle: readProperty },
    { method: 'GET', path: '/crm/v3/pipelines/:object', handle: readPipelines },
    { method: 'POST', path: '/crm/v3/objects/:object/search', handle: (request) => search(account, request) },
    { method: 'POST', path: '/crm/v3/objects/:object/batch/read', handle: (request) => readBatch(account, request) },
    { method: 'GET', path: '/crm/v3/objects/:object', handle: (request) => list(recordsOf(request), request) },
    { method: 'GET', path: '/crm/v3/objects/:object/:id', handle: (request) => readOne(books, request) },
    { method: 'PATCH', path: '/crm/v3/objects/:object/:id', handle: (request) => patch(account, recordsOf(request), request) },
  ];
}

function ok(json: JsonValue): SimulatorAnswer {
  return { status: 200, json };
}

function objectOf({ params }: SimulatorRequest): string {
  const object = params.object ?? '';
  if (!(object in BOOK_PROPERTIES)) {
    throw new SimulatorRefusal(hubspotError(400, 'VALIDATION_ERROR', `Unable to infer object type from: ${object}`));
  }
  return object;
}

function propertiesOf(request: SimulatorRequest): readonly BookProperty[] {
  return BOOK_PROPERTIES[objectOf(request)] ?? [];
}

function showProperty({ name, type, options }: BookProperty): JsonObject {
  return {
    name,
    label: name,
    description: '',
    groupName: 'information',
    type,
    fieldType: type === 'enumeration' ? 'select' : 'text',
    hidden: false,
    options: options.map(({ label, value }, displayOrder) => ({ label, value, displayOrder, hidden: false })),
  };
}

function readProperty(request: SimulatorRequest): SimulatorAnswer {
  const property = propertiesOf(request).find(({ name }) => name === request.params.property);
  return property ? ok(showProperty(property)) : notFound();
}

function readPipelines(request: SimulatorRequest): SimulatorAnswer {
  if (objectOf(request) !== 'tickets') {
    return ok({ results: [] });
  }
  const times = { createdAt: '2020-01-01T00:00:00.000Z', updatedAt: '2020-01-01T00:00:00.000Z', archived: false };
  return ok({
    results: TICKET_PIPELINES.map(({ id, label, stages }, displayOrder) => ({
      id,
      label,
      displayOrder,
      ...times,
      stages: stages.map((stage, order) => ({
        id: stage.id,
        label: stage.label,
        displayOrder: order,
        metadata: { ticketState: stage.ticketState, isClosed: String(stage.ticketState === 'CLOSED') },
        ...times,
      })),
    })),
  });
}

function listOwners({ owners }: HubspotAccount, { query }: SimulatorRequest): SimulatorAnswer {
  const limit = limitOf(query, 500);
  const start = Number(query.get('after') ?? 0);
  const all = query.get('archived') === 'true' ? [] : owners;
  const results = all.slice(start, start + limit).map(({ externalId, name, email }) => ({
    id: externalId,
    email,
    type: 'PERSON',
    firstName: name.split(' ')[0] ?? '',
    lastName: name.split(' ')[1] ?? '',
    userId: Number(externalId) + 1,
    createdAt: '2020-01-01T00:00:00.000Z',
    updatedAt: '2020-01-01T00:00:00.000Z',
    archived: false,
  }));
  const end = start + limit;
  return ok({ results, ...(end < all.length ? { paging: { next: { after: String(end), link: `?after=${end}` } } } : {}) });
}

function limitOf(query: URLSearchParams, maximum: number): number {
  const limit = Number(query.get('limit') ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > maximum) {
    throw refuseInvalid(`limit must be between 1 and ${maximum}`);
  }
  return limit;
}

function search({ books, resultsMaximum }: HubspotAccount, request: SimulatorRequest): SimulatorAnswer {
  const { total, records, after, properties } = searchHubspotBooks(books, objectOf(request), request, resultsMaximum);
  return ok({
    total,
    results: records.map((record) => showRecord(record, properties)),
    ...(after === null ? {} : { paging: { next: { after, link: `?after=${after}` } } }),
  });
}

const BatchRead = Type.Object(
  {
    properties: Type.Array(Type.String()),
    propertiesWithHistory: Type.Array(Type.String()),
    inputs: Type.Array(Type.Object({ id: Type.String() }), { minItems: 1, maxItems: 100 }),
  },
  { additionalProperties: false },
);

function readBatch({ books, nowMs, hasBatches }: HubspotAccount, request: SimulatorRequest): SimulatorAnswer {
  const body = request.json;
  if (!Check(BatchRead, body)) {
    throw refuseInvalid('Invalid input JSON of a batch read: 1 to 100 inputs, properties, propertiesWithHistory');
  }
  if (!hasBatches) {
    return notFound();
  }
  const find = (id: string) => books.find(objectOf(request), id);
  const found = body.inputs.map(({ id }) => find(id)).filter((record) => record?.archivedMs === null);
  const missing = body.inputs.filter(({ id }) => find(id)?.archivedMs !== null).map(({ id }) => id);
  const now = new Date(nowMs()).toISOString();
  const errors = [{ status: 'error', category: 'OBJECT_NOT_FOUND', message: 'Could not get some objects', context: { ids: missing } }];
  return {
    status: missing.length === 0 ? 200 : 207,
    json: {
      status: 'COMPLETE',
      results: found.flatMap((record) => (record ? [showRecord(record, body.properties)] : [])),
      ...(missing.length === 0 ? {} : { numErrors: 1, errors }),
      startedAt: now,
      completedAt: now,
    },
  };
}

function list(records: ReadonlyMap<string, BookRecord>, { query }: SimulatorRequest): SimulatorAnswer {
  const limit = limitOf(query, LIST_MAXIMUM);
  const isArchived = query.get('archived') === 'true';
  const after = BigInt(query.get('after') ?? 0);
  const page: BookRecord[] = [];
  for (const record of records.values()) {
    if ((record.archivedMs !== null) === isArchived && BigInt(record.id) > after && page.push(record) > limit) {
      break;
    }
  }
  const properties = (query.get('properties') ?? '').split(',');
  const shown = page.slice(0, limit);
  const next = page.length > limit ? shown.at(-1)?.id : undefined;
  return ok({
    results: shown.map((record) => showRecord(record, properties)),
    ...(next === undefined ? {} : { paging: { next: { after: next, link: `?after=${next}` } } }),
  });
}

function readOne(books: HubspotBooks, request: SimulatorRequest): SimulatorAnswer {
  const { params, query } = request;
  const record = books.find(objectOf(request), params.id ?? '');
  return record && (record.archivedMs !== null) === (query.get('archived') === 'true')
    ? ok(showRecord(record, (query.get('properties') ?? '').split(',')))
    : notFound();
}

const Patch = Type.Object({ properties: Type.Record(Type.String(), Type.String()) }, { additionalProperties: false });

function patch(account: HubspotAccount, records: ReadonlyMap<string, BookRecord>, request: SimulatorRequest): SimulatorAnswer {
  const body = request.json;
  if (!Check(Patch, body)) {
    throw refuseInvalid('Invalid input JSON: properties are texts');
  }
  const record = records.get(request.params.id ?? '');
  if (record?.archivedMs !== null) {
    return notFound();
  }
  for (const [name, value] of Object.entries(body.properties)) {
    checkValue(account, record, name, value);
  }
  account.books.change(record, body.properties);
  account.onWrite(record, body.properties);
  return ok(showRecord(record, Object.keys(body.properties)));
}

function checkValue({ owners }: HubspotAccount, record: BookRecord, name: string, value: string): void {
  const property = BOOK_PROPERTIES[record.object]?.find((candidate) => candidate.name === name);
  if (!property || property.isReadOnly) {
    throw refuseInvalid(`Property "${name}" does not exist, or is read only`);
  }
  if (property.type === 'enumeration' && !property.options.some((option) => option.value === value)) {
    throw refuseValue(`${value} was not one of the allowed options of ${name}`);
  }
  if (name === 'hubspot_owner_id' && value !== '' && !owners.some(({ externalId }) => externalId === value)) {
    throw refuseValue(`${value} is no owner`);
  }
  if (name === 'hs_pipeline_stage') {
    const pipeline = TICKET_PIPELINES.find(({ id }) => id === record.properties.hs_pipeline);
    if (!pipeline?.stages.some(({ id }) => id === value)) {
      throw refuseValue(`${value} is no stage of the ticket's pipeline`);
    }
  }
}
