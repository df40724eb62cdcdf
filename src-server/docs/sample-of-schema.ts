import { nameOfRef, type OpenApi, type Schema } from './open-api.ts';

/** What a reader would send, by the name of the key; the rest is made from the schema. */
const BY_KEY: Readonly<Record<string, unknown>> = {
  email: 'ada@example.com',
  assignee_email: 'ada@example.com',
  password: 'a long password',
  current_password: 'a long password',
  new_password: 'a longer one than before',
  url: 'https://example.com/docket',
  code: 'ABCDE-FGHJK',
  since: '2026-03-01T09:00:00Z',
  until: '2026-03-02T09:00:00Z',
  before: '2026-03-01T09:00:00Z',
  at: '2026-03-01T09:00:00Z',
  condition: { combinator: 'and', rules: [{ field: 'fields.country', operator: '=', value: 'FR' }] },
  fields: { title: 'Claim ABC', url: 'https://example.com/claims/abc', external_id: 'abc' },
  schema: { type: 'object', required: ['title'], properties: { title: { type: 'string', maxLength: 200 } } },
  values: { title: 'Call back' },
  queue_uid: 'refunds',
  skills: ['french'],
  field: 'due_at',
  text: 'Called the customer.',
  opId: '019a1b2c-0000-7000-8000-000000000001',
};
/** Whole bodies whose schema allows far more than anybody means. */
const BY_OPERATION: Readonly<Record<string, unknown>> = {
  TaskBody: {
    status: 'TODO',
    due_at: '2026-12-01T12:00:00+00:00',
    fields: { title: 'Claim ABC', url: 'https://example.com/claims/abc', external_id: 'abc' },
  },
  'tasks.batch': {
    items: [
      { uid: 'a1', fields: { title: 'First' } },
      { uid: 'a2', fields: { title: 'Second' } },
    ],
  },
  'hooks.create': { id: 'webhook_1234', url: 'https://example.com/docket', scope: 'all' },
  'hooks.change': { enabled: true },
  'tasks.assign': { assignee_email: 'ada@example.com' },
  'tasks.claim': { assignee_email: 'ada@example.com' },
  'queues.next': { assignee_email: 'ada@example.com' },
  'connectors.create': { kind: 'hubspot', name: 'HubSpot', enabled: false, credentials: { serviceKey: '…' } },
  'connectors.testNew': { kind: 'hubspot', credentials: { serviceKey: '…' } },
  'connectors.previewNew': { kind: 'hubspot', credentials: { serviceKey: '…' } },
  'connectors.sampleNew': { kind: 'hubspot', credentials: { serviceKey: '…' } },
  'connectors.mapSample': {
    kind: 'back_office',
    config: { mapping: { id: 'number', title: 'customer.name' } },
    records: [{ number: 4711, customer: { name: 'Ada' } }],
  },
  'schedules.create': {
    name: 'Office hours',
    time_zone: 'Europe/Berlin',
    week: {
      monday: [
        { start: '09:00', end: '12:30' },
        { start: '13:15', end: '17:30' },
      ],
      saturday: [{ start: '10:00', end: '14:00' }],
    },
    holidays: [
      { date: '2026-12-24', name: 'Christmas Eve', hours: [{ start: '09:00', end: '12:00' }] },
      { date: '2026-12-25', name: 'Christmas', hours: [] },
    ],
  },
  'schedules.change': { holidays: [{ date: '2027-01-01', name: 'New Year', hours: [] }] },
  'views.change': { name: 'Breaching' },
  'users.change': { role: 'manager' },
};
const DEPTH_MAXIMUM = 6;

/** A value that the endpoint takes. */
export function sampleBody(api: OpenApi, operationId: string, schema: Schema): unknown {
  const name = operationId.replace(/^tasks\.batch.*/, 'tasks.batch');
  return BY_OPERATION[name] ?? BY_OPERATION[nameOfRef(schema.$ref ?? '')] ?? sampleOf(api, schema, '', 0);
}

function sampleOf(api: OpenApi, schema: Schema, key: string, depth: number): unknown {
  if (schema.$ref !== undefined) return sampleOf(api, api.components.schemas[nameOfRef(schema.$ref)] ?? {}, key, depth + 1);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const type = [schema.type].flat()[0];
  if (Object.hasOwn(BY_KEY, key) && (type === undefined || fits(type, BY_KEY[key]))) return BY_KEY[key];
  if (schema.anyOf) return sampleOf(api, schema.anyOf[0] ?? {}, key, depth + 1);
  switch (type) {
    case 'object':
      return depth > DEPTH_MAXIMUM ? {} : objectOf(api, schema, depth);
    case 'array':
      return [sampleOf(api, schema.items ?? {}, key.replace(/s$/, ''), depth + 1)];
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    case 'string':
      return key === '' ? 'text' : key.replaceAll('_', '-');
    default:
      return null;
  }
}

/** What must be there; where nothing must, what may. */
function objectOf(api: OpenApi, { properties = {}, required = [] }: Schema, depth: number): Record<string, unknown> {
  const wanted = required.length > 0 ? required : Object.keys(properties).slice(0, 3);
  return Object.fromEntries(wanted.map((name) => [name, sampleOf(api, properties[name] ?? {}, name, depth + 1)]));
}

function fits(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  return typeof value === type && !Array.isArray(value);
}
