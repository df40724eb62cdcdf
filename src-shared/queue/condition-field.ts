export type AttributeKind = 'text' | 'identifier' | 'date' | 'number';

/** What routing may look at: it must not change by itself, with time, or with the outcome of routing. */
export const ROUTING_ATTRIBUTES = {
  uid: 'identifier',
  status: 'text',
  assignee_uid: 'identifier',
  due_at: 'date',
  created_at: 'date',
  title: 'text',
  url: 'text',
  skills: 'text',
  priority: 'number',
} as const satisfies Record<string, AttributeKind>;

/** What searches and filters may look at. */
export const FILTER_ATTRIBUTES = {
  ...ROUTING_ATTRIBUTES,
  queue_uid: 'identifier',
  status_at: 'date',
  updated_at: 'date',
  started_at: 'date',
  done_at: 'date',
  snooze_expires_at: 'date',
  version: 'number',
} as const satisfies Record<string, AttributeKind>;
export type TaskAttribute = keyof typeof FILTER_ATTRIBUTES;

export const FIELD_PREFIX = 'fields.';

/** How the values of a field are compared; those of `fields.*` as what they are. */
export function kindOf(field: string): AttributeKind | 'json' {
  return Object.hasOwn(FILTER_ATTRIBUTES, field) ? FILTER_ATTRIBUTES[field as TaskAttribute] : 'json';
}
