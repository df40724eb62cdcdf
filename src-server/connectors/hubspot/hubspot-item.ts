import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { Timestamp } from '../../../src-shared/schema/timestamp.ts';
import { formatTimestamp, parseMoment } from '../../../src-shared/time/timestamp.ts';
import type { VendorItem } from '../vendor.ts';
import type { HubspotCondition } from './hubspot-lines.ts';
import type { HubspotObject } from './hubspot-object.ts';
import type { HubspotRecord } from './hubspot-shapes.ts';

export interface HubspotLinks {
  appUrl: string;
  portalId: string;
}

/** A smaller number is more urgent. */
const PRIORITIES: Readonly<Record<string, number>> = { URGENT: 1, HIGH: 2, MEDIUM: 3, LOW: 4 };
const TYPE_IDS: Readonly<Record<string, string>> = { contacts: '0-1', companies: '0-2', deals: '0-3', tickets: '0-5', tasks: '0-27' };

export function externalIdOf(object: string, id: string): string {
  return `${object}:${id}`;
}

export function splitExternalId(externalId: string): { object: string; id: string } {
  const colon = externalId.lastIndexOf(':');
  return { object: externalId.slice(0, colon), id: externalId.slice(colon + 1) };
}

export function itemOf(
  object: HubspotObject,
  record: HubspotRecord,
  links: HubspotLinks | null,
  conditions: readonly HubspotCondition[],
): VendorItem {
  const { properties } = record;
  const statusWord = properties[object.statusProperty] ?? '';
  const isWanted = conditions.every((condition) => holdsFor(condition, properties));
  return {
    externalId: externalIdOf(object.name, record.id),
    state: record.archived === true ? 'deleted' : object.closedWords.has(statusWord) || !isWanted ? 'closed' : 'open',
    statusWord,
    assigneeExternalId: properties.hubspot_owner_id || null,
    title: properties[object.titleProperty] || null,
    // Not every call has HubSpot's own: ours is the same each time.
    url: urlOf(object.name, record.id, links) ?? record.url ?? null,
    dueAt: momentOf(object.dueProperty === null ? null : properties[object.dueProperty]),
    createdAt: momentOf(record.createdAt),
    priority: object.priorityProperty === null ? null : (PRIORITIES[properties[object.priorityProperty] ?? ''] ?? null),
    fields: fieldsOf(object, record, statusWord),
  };
}

/** As HubSpot's search does it: a property without a value is neither equal nor unequal to anything. */
function holdsFor({ property, operator, values }: HubspotCondition, properties: HubspotRecord['properties']): boolean {
  const value = properties[property] || null;
  switch (operator) {
    case 'IN':
      return value !== null && values.includes(value);
    case 'NOT_IN':
      return value !== null && !values.includes(value);
    case 'HAS_PROPERTY':
      return value !== null;
    case 'NOT_HAS_PROPERTY':
      return value === null;
  }
}

function fieldsOf({ name, words }: HubspotObject, record: HubspotRecord, statusWord: string): JsonObject {
  const fields: JsonObject = { hubspot_object: name, hubspot_id: record.id };
  for (const [property, value] of Object.entries(record.properties)) {
    if (value !== null && value !== '') {
      fields[property] = value;
    }
  }
  const label = words.find(({ word }) => word === statusWord)?.label;
  return label === undefined ? fields : { ...fields, hubspot_status: label };
}

function urlOf(object: string, id: string, links: HubspotLinks | null): string | null {
  if (links === null) {
    return null;
  }
  return object === 'tasks'
    ? `${links.appUrl}/tasks/${links.portalId}/view/all/task/${id}`
    : `${links.appUrl}/contacts/${links.portalId}/record/${TYPE_IDS[object] ?? object}/${id}`;
}

/** Dates come as RFC 3339, or as epoch ms in text from older properties. */
function momentOf(text: string | null | undefined): Timestamp | null {
  const micros = parseMoment(text);
  return micros === null ? null : formatTimestamp(micros);
}
