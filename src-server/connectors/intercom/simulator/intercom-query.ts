import type { JsonObject, JsonValue } from '../../../../src-shared/schema/task.ts';
import type { IntercomObject } from '../intercom-items.ts';
import type { IntercomRecord } from './intercom-records.ts';

const LEVELS_MAXIMUM = 2;
const FILTERS_MAXIMUM = 15;

type FieldKind = 'text' | 'date' | 'boolean' | 'number';

const FIELDS: Record<string, FieldKind> = {
  id: 'text',
  title: 'text',
  state: 'text',
  open: 'boolean',
  created_at: 'date',
  updated_at: 'date',
  snoozed_until: 'date',
  admin_assignee_id: 'number',
};

export type RecordTest = (record: IntercomRecord) => boolean;

/** What a search asks for, by Intercom's rules. Throws a QueryRefusal. */
export function readQuery(query: JsonValue | undefined, object: IntercomObject, level = 1): RecordTest {
  if (!isObject(query)) throw new QueryRefusal('query must be an object');
  const { operator, value } = query;
  if (operator !== 'AND' && operator !== 'OR') return readFilter(query, object);
  if (level > LEVELS_MAXIMUM) throw new QueryRefusal(`filters may be nested ${LEVELS_MAXIMUM} levels deep`);
  if (!Array.isArray(value) || value.length === 0) throw new QueryRefusal(`${operator} needs a list of filters`);
  if (value.length > FILTERS_MAXIMUM) throw new QueryRefusal(`${operator} takes ${FILTERS_MAXIMUM} filters at most`);
  const tests = value.map((entry) => readQuery(entry, object, level + 1));
  return operator === 'AND' ? (record) => tests.every((test) => test(record)) : (record) => tests.some((test) => test(record));
}

export class QueryRefusal extends Error {}

function readFilter({ field, operator, value }: JsonObject, object: IntercomObject): RecordTest {
  const kind = typeof field === 'string' ? FIELDS[field] : undefined;
  if (typeof field !== 'string' || kind === undefined) throw new QueryRefusal(`${String(field)} cannot be searched`);
  if (typeof operator !== 'string') throw new QueryRefusal('operator is missing');
  const read = (record: IntercomRecord) => fieldOf(record, field, object);
  if (operator === 'IN' || operator === 'NIN') {
    if (!Array.isArray(value)) throw new QueryRefusal(`${operator} needs a list`);
    const given = value.map((entry) => convert(entry, kind, field));
    return (record) => given.includes(read(record)) === (operator === 'IN');
  }
  const given = convert(value, kind, field);
  switch (operator) {
    case '=':
      return (record) => read(record) === given;
    case '!=':
      return (record) => read(record) !== given;
    case '>':
    case '<': {
      if (kind === 'text' || kind === 'boolean') throw new QueryRefusal(`${operator} cannot be used with ${field}`);
      const sign = operator === '>' ? 1 : -1;
      return (record) => sign * (Number(read(record)) - Number(given)) > 0;
    }
    default:
      throw new QueryRefusal(`${operator} is no operator for ${field}`);
  }
}

/** Numbers may come as text; a date in milliseconds is one in the far future, which finds nothing. */
function convert(value: JsonValue | undefined, kind: FieldKind, field: string): JsonValue {
  if (kind === 'date' || kind === 'number') {
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) throw new QueryRefusal(`${field} needs a number`);
    return number;
  }
  if (typeof value !== (kind === 'boolean' ? 'boolean' : 'string')) throw new QueryRefusal(`${field} needs a ${kind}`);
  return value ?? null;
}

function fieldOf(record: IntercomRecord, field: string, object: IntercomObject): JsonValue {
  switch (field) {
    case 'id':
      return record.id;
    case 'title':
      return record.title;
    case 'state':
      return object === 'ticket' ? (record.open ? 'open' : 'closed') : record.state;
    case 'open':
      return record.open;
    case 'created_at':
      return record.createdAt;
    case 'updated_at':
      return record.updatedAt;
    case 'snoozed_until':
      return record.snoozedUntil ?? 0;
    default:
      return Number(record.assigneeId ?? 0);
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
