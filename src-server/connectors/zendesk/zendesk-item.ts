import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import type { Timestamp } from '../../../src-shared/schema/timestamp.ts';
import { formatTimestamp, parseMoment } from '../../../src-shared/time/timestamp.ts';
import type { VendorAccount, VendorItem } from '../vendor.ts';
import type { ZendeskConfig } from './zendesk-settings.ts';
import type { CustomStatus, ZendeskTicket, ZendeskUser } from './zendesk-shapes.ts';

export const ZENDESK_STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const;

const CLOSED = new Set(['solved', 'closed']);
/** A smaller number is more urgent. */
const PRIORITIES: Readonly<Record<string, number>> = { urgent: 1, high: 2, normal: 3, low: 4 };
const CUSTOM_PREFIX = 'custom_status:';

export function ticketExternalId(id: number): string {
  return `ticket:${id}`;
}

export function ticketIdOf(externalId: string): string {
  return externalId.replace(/^ticket:/, '');
}

export interface ItemContext {
  config: ZendeskConfig;
  /** Of the web interface: `https://acme.zendesk.com`. */
  origin: string;
  customStatuses: readonly CustomStatus[];
  users: ReadonlyMap<number, ZendeskUser>;
}

export function itemOfTicket(ticket: ZendeskTicket, context: ItemContext): VendorItem {
  const isOpen = !CLOSED.has(ticket.status) && isWanted(ticket, context.config);
  return {
    externalId: ticketExternalId(ticket.id),
    state: ticket.status === 'deleted' ? 'deleted' : isOpen ? 'open' : 'closed',
    statusWord: statusWordOf(ticket, context.customStatuses),
    assigneeExternalId: ticket.assignee_id ? String(ticket.assignee_id) : null,
    title: ticket.subject || ticket.raw_subject || null,
    url: `${context.origin}/agent/tickets/${ticket.id}`,
    dueAt: momentOf(ticket.due_at),
    createdAt: momentOf(ticket.created_at),
    priority: PRIORITIES[ticket.priority ?? ''] ?? null,
    fields: fieldsOf(ticket, context),
  };
}

/** The category, but for those statuses that an account added to it: they have words of their own. */
function statusWordOf({ status, custom_status_id }: ZendeskTicket, customStatuses: readonly CustomStatus[]): string {
  const custom = customStatuses.find(({ id }) => id === custom_status_id);
  return custom && !custom.default && custom.status_category === status ? `${CUSTOM_PREFIX}${custom.id}` : status;
}

/** What is sent to set a status. */
export function statusChangeOf(word: string): JsonObject {
  return word.startsWith(CUSTOM_PREFIX) ? { custom_status_id: Number(word.slice(CUSTOM_PREFIX.length)) } : { status: word };
}

export function statusesOf(customStatuses: readonly CustomStatus[]): VendorAccount['statuses'] {
  return ZENDESK_STATUSES.flatMap((status) => {
    const inCategory = customStatuses.filter(({ status_category, active }) => status_category === status && active);
    const own = inCategory.filter((custom) => !custom.default);
    const isClosed = CLOSED.has(status);
    return [
      { word: status, label: inCategory.find((custom) => custom.default)?.agent_label ?? status, isClosed },
      ...own.map(({ id, agent_label }) => ({ word: `${CUSTOM_PREFIX}${id}`, label: `${agent_label} (${status})`, isClosed })),
    ];
  });
}

function isWanted({ group_id, brand_id, tags = [] }: ZendeskTicket, config: ZendeskConfig): boolean {
  const has = (wanted: readonly string[] = [], id: number | null | undefined) => wanted.length === 0 || wanted.includes(String(id ?? ''));
  const { tags: wantedTags = [] } = config;
  return (
    has(config.groupIds, group_id) &&
    has(config.brandIds, brand_id) &&
    (wantedTags.length === 0 || wantedTags.some((tag) => tags.includes(tag)))
  );
}

/** These say nothing of the ticket, but of how it was read, and change with each reading. */
const PASSING = new Set([
  'generated_timestamp',
  'raw_subject',
  'result_type',
  'custom_fields',
  'fields',
  'allow_channelback',
  'allow_attachments',
  'encoded_id',
]);

function fieldsOf(ticket: ZendeskTicket, { customStatuses, users }: ItemContext): JsonObject {
  const fields: JsonObject = {};
  for (const [name, value] of Object.entries(ticket as Record<string, JsonValue>)) {
    if (value !== null && value !== '' && !PASSING.has(name)) {
      fields[name] = value;
    }
  }
  const custom = customFieldsOf((ticket as Record<string, JsonValue>).custom_fields);
  const requester = users.get(ticket.requester_id ?? 0);
  const label = customStatuses.find(({ id }) => id === ticket.custom_status_id)?.agent_label;
  return {
    ...fields,
    ...(Object.keys(custom).length === 0 ? {} : { custom_fields: custom }),
    ...(requester ? { requester_name: requester.name } : {}),
    ...(requester?.email ? { requester_email: requester.email } : {}),
    ...(label === undefined ? {} : { zendesk_status: label }),
  };
}

/** By the field's number, so that a condition can name it. */
function customFieldsOf(list: JsonValue | undefined): JsonObject {
  const fields: JsonObject = {};
  for (const field of Array.isArray(list) ? list : []) {
    if (field !== null && typeof field === 'object' && !Array.isArray(field) && field.value !== null && field.value !== undefined) {
      fields[String(field.id)] = field.value;
    }
  }
  return fields;
}

function momentOf(text: string | null | undefined): Timestamp | null {
  const micros = parseMoment(text);
  return micros === null ? null : formatTimestamp(micros);
}
