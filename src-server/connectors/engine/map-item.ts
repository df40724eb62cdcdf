import { createHash } from 'node:crypto';
import type { ConnectorMapping } from '../../../src-shared/schema/connector.ts';
import type { JsonObject, JsonValue, TaskStatus } from '../../../src-shared/schema/task.ts';
import type { StatusRule, VendorItem, VendorKind } from '../vendor.ts';

/** Who is who. */
export interface PeopleMap {
  /** The user here; null: nobody that is known. */
  userOf(vendorId: string): string | null;
  /** The vendor's id of a user; null: they are not there. */
  vendorIdOf(userId: string): string | null;
  nameOf(vendorId: string): string | null;
  /** Whether the vendor listed them. */
  isListed(vendorId: string): boolean;
}

/** An item in our terms. */
export interface MappedItem {
  item: VendorItem;
  /** The vendor's, but for words that the admin says are DONE: those count as closed. */
  state: VendorItem['state'];
  /** Of an open item. */
  status: TaskStatus;
  assigneeUid: string | null;
  fields: JsonObject;
  fingerprint: string;
}

export interface ItemMapping {
  connectorId: string;
  rules: readonly StatusRule[];
  people: PeopleMap;
  fields: Readonly<Record<string, string>>;
  /** Changes with the mapping, so that what was passed over is looked at again. */
  tag: string;
}

export function itemMappingOf(connectorId: string, kind: VendorKind, mapping: ConnectorMapping, people: PeopleMap): ItemMapping {
  return {
    connectorId,
    rules: [...mapping.statuses.map(({ word, status, is_written }) => ({ word, status, isWritten: is_written ?? true })), ...kind.statuses],
    people,
    fields: mapping.fields,
    tag: JSON.stringify(mapping),
  };
}

export function mapItem(mapping: ItemMapping, item: VendorItem): MappedItem {
  const assigneeUid = item.assigneeExternalId === null ? null : mapping.people.userOf(item.assigneeExternalId);
  const status = statusOf(mapping.rules, item.statusWord, assigneeUid);
  const fingerprint = createHash('sha1')
    .update(mapping.tag)
    .update(JSON.stringify([item.title, item.url, item.dueAt, item.createdAt, item.priority ?? null, item.statusWord, item.fields]))
    .digest('base64');
  return {
    item,
    state: item.state === 'open' && status === 'DONE' ? 'closed' : item.state,
    status,
    assigneeUid,
    fields: fieldsOf(mapping, item),
    fingerprint,
  };
}

export function statusOf(rules: readonly StatusRule[], word: string, assigneeUid: string | null): TaskStatus {
  const rule = rules.find((each) => each.word === word) ?? rules.find((each) => each.word === '*');
  return statusByRule(rule, assigneeUid);
}

/** The word to write so that the vendor shows this status; null where no word does, or none that may be written. */
export function wordFor(rules: readonly StatusRule[], status: TaskStatus, assigneeUid: string | null): string | null {
  const isShadowed = (rule: StatusRule) => rules.find(({ word }) => word === rule.word) !== rule;
  const found = rules.find(
    (rule) => rule.word !== '*' && rule.isWritten !== false && !isShadowed(rule) && statusByRule(rule, assigneeUid) === status,
  );
  return found?.word ?? null;
}

function statusByRule(rule: StatusRule | undefined, assigneeUid: string | null): TaskStatus {
  const isHeld = assigneeUid !== null;
  switch (rule?.status) {
    case 'DONE':
      return 'DONE';
    case 'TODO':
      return 'TODO';
    case 'STARTED':
    case 'started_by_assignee':
      return isHeld ? 'STARTED' : 'TODO';
    case 'ASSIGNED':
    case 'by_assignee':
    case undefined:
      return isHeld ? 'ASSIGNED' : 'TODO';
  }
}

function fieldsOf(mapping: ItemMapping, item: VendorItem): JsonObject {
  const fields: JsonObject = { ...item.fields };
  for (const [name, path] of Object.entries(mapping.fields)) {
    const value = valueAt(item.fields, path);
    if (value !== undefined && value !== null) fields[name] = value;
  }
  if (item.title !== null) fields.title = item.title;
  if (item.url !== null) fields.url = item.url;
  fields.external_id = item.externalId;
  fields.connector_id = mapping.connectorId;
  fields.vendor_status = item.statusWord;
  return withoutNullCharacters(fields);
}

/** By a name, or a path with dots; undefined: there is none. */
export function valueAt(fields: JsonObject, path: string): JsonValue | undefined {
  if (Object.hasOwn(fields, path)) return fields[path];
  let value: JsonValue | undefined = fields;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, JsonValue>)[part];
  }
  return value;
}

/** PostgreSQL keeps no U+0000 in a text. */
function withoutNullCharacters(fields: JsonObject): JsonObject {
  const text = JSON.stringify(fields);
  if (!text.includes('\\u0000')) return fields;
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\u0000', '\ufffd') : value,
  ) as JsonObject;
}
