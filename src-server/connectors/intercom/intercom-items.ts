import type { TSchema } from 'typebox';
import { Check, Errors } from 'typebox/value';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { formatTimestamp } from '../../../src-shared/time/timestamp.ts';
import type { VendorItem } from '../vendor.ts';
import { withoutNulls } from '../without-nulls.ts';
import { ConversationShape, TicketShape } from './intercom-shapes.ts';

export type IntercomObject = 'ticket' | 'conversation';

/** Where people of the workspace work, and whether tickets are mirrored beside conversations. */
export interface IntercomPlace {
  inboxUrl: string;
  workspaceId: string | null;
  hasTickets: boolean;
}

export type ReadRecord = { item: VendorItem } | { externalId: string | null; reason: string };

const PRIORITIES: Readonly<Record<string, number>> = { urgent: 1, high: 2, medium: 3, low: 4 };
const TITLE_CHARACTERS = 120;
const BODY_CHARACTERS = 4_000;

/** The messages themselves stay at Intercom; searches and single answers differ in the rest of what is left out. */
const LEFT_OUT = new Set(['type', 'ticket_parts', 'conversation_parts', 'topics', 'ticket', 'monitor_evaluations', 'scorecards']);

export function readTicket(record: JsonObject, place: IntercomPlace): ReadRecord {
  if (!Check(TicketShape, record)) return unreadable('ticket', record, TicketShape);
  const id = String(record.id);
  const title = record.ticket_attributes?._default_title_;
  const word = record.ticket_state.category;
  return {
    item: {
      ...commonOf('ticket', id, record, place),
      state: word === 'resolved' || record.open === false ? 'closed' : 'open',
      statusWord: word,
      title: typeof title === 'string' && title.trim() !== '' ? cut(title) : `Ticket ${record.ticket_id ?? id}`,
      fields: fieldsOf('ticket', record),
    },
  };
}

export function readConversation(record: JsonObject, place: IntercomPlace): ReadRecord {
  if (!Check(ConversationShape, record)) return unreadable('conversation', record, ConversationShape);
  const id = String(record.id);
  const { title, source, state } = record;
  // Made into a ticket, it is mirrored as that.
  const isTicket = place.hasTickets && 'ticket' in record && record.ticket !== null;
  return {
    item: {
      ...commonOf('conversation', id, record, place),
      state: isTicket || state === 'closed' ? 'closed' : 'open',
      statusWord: isTicket ? 'closed' : state,
      priority: PRIORITIES[record.priority ?? ''] ?? null,
      title: textOf(title) ?? textOf(source?.subject) ?? textOf(source?.body) ?? `Conversation ${id}`,
      fields: fieldsOf('conversation', record),
    },
  };
}

type Common = Pick<VendorItem, 'externalId' | 'assigneeExternalId' | 'url' | 'dueAt' | 'createdAt'>;

function commonOf(object: IntercomObject, id: string, record: TicketShape | ConversationShape, place: IntercomPlace): Common {
  const { admin_assignee_id: assignee, created_at: createdAt } = record;
  return {
    externalId: `${object}:${id}`,
    // 0 is nobody.
    assigneeExternalId: assignee == null || String(assignee) === '0' ? null : String(assignee),
    url: place.workspaceId === null ? null : `${place.inboxUrl}/a/inbox/${place.workspaceId}/inbox/conversation/${id}`,
    dueAt: null,
    createdAt: createdAt == null ? null : formatTimestamp(createdAt * 1_000_000),
  };
}

function unreadable(object: IntercomObject, record: JsonObject, shape: TSchema): ReadRecord {
  const [first] = Errors(shape, record);
  const { id } = record;
  const externalId = typeof id === 'string' || typeof id === 'number' ? `${object}:${id}` : null;
  return { externalId, reason: `${first?.instancePath || 'It'}: ${first?.message ?? 'cannot be read'}` };
}

function fieldsOf(object: IntercomObject, record: JsonObject): JsonObject {
  const fields: JsonObject = { object };
  for (const [name, value] of Object.entries(record)) {
    if (LEFT_OUT.has(name)) continue;
    const kept = name === 'source' ? withoutLongBody(value) : value;
    const filled = withoutNulls(kept);
    if (filled !== undefined) fields[name] = filled;
  }
  return fields;
}

function withoutLongBody(source: JsonValue): JsonValue {
  if (source === null || typeof source !== 'object' || Array.isArray(source)) return source;
  return typeof source.body === 'string' ? { ...source, body: source.body.slice(0, BODY_CHARACTERS) } : source;
}

/** Messages are HTML. */
function textOf(html: string | null | undefined): string | null {
  if (!html) return null;
  const text = html
    .replace(/<[^>]{0,2000}>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? null : cut(text);
}

function cut(text: string): string {
  return text.length <= TITLE_CHARACTERS ? text : `${text.slice(0, TITLE_CHARACTERS - 1).trimEnd()}…`;
}
