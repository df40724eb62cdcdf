import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import type { SimulatorAnswer } from '../../simulator/simulator-request.ts';
import { TICKET_CATEGORIES } from '../intercom-shapes.ts';
import type { IntercomRecord } from './intercom-records.ts';

export const WORKSPACE_ID = 'abc123';
const CATEGORIES: readonly string[] = TICKET_CATEGORIES;
const TICKET_TYPE_ID = '55';
/** So that nobody takes the number in the inbox for the id. */
const TICKET_NUMBER_OFFSET = 400;

export function errorAnswer(status: number, code: string, message: string): SimulatorAnswer {
  return { status, json: { type: 'error.list', request_id: randomUUID(), errors: [{ code, message }] } };
}

export function ticketStateId(category: string): string {
  return String(8_269 + CATEGORIES.indexOf(category));
}

export function ticketCategory(stateId: string): string | null {
  return CATEGORIES[Number(stateId) - 8_269] ?? null;
}

function ticketStateAnswer(category: string): JsonObject {
  const label = category.charAt(0).toUpperCase() + category.slice(1).replaceAll('_', ' ');
  return { type: 'ticket_state', id: ticketStateId(category), category, internal_label: label, external_label: label };
}

function ticketTypeAnswer(): JsonObject {
  return {
    type: 'ticket_type',
    id: TICKET_TYPE_ID,
    category: 'Customer',
    name: 'Request',
    description: 'What customers ask for',
    icon: '🎟️',
    workspace_id: WORKSPACE_ID,
    archived: false,
    created_at: 1_700_000_000,
    updated_at: 1_700_000_000,
  };
}

export function ticketStatesAnswer(): JsonObject {
  const data = TICKET_CATEGORIES.map((category) => ({
    ...ticketStateAnswer(category),
    archived: false,
    ticket_types: { type: 'list', data: [ticketTypeAnswer()] },
  }));
  return { type: 'list', data };
}

export function recordAnswer(record: IntercomRecord): JsonObject {
  return record.object === 'ticket' ? ticketAnswer(record) : conversationAnswer(record);
}

function ticketAnswer(record: IntercomRecord): JsonObject {
  return {
    type: 'ticket',
    id: record.id,
    ticket_id: String(Number(record.id) - TICKET_NUMBER_OFFSET),
    category: 'Customer',
    ticket_attributes: { _default_title_: record.title, _default_description_: null, ...record.attributes },
    ticket_state: ticketStateAnswer(record.state),
    ticket_type: ticketTypeAnswer(),
    contacts: contactsOf(record),
    admin_assignee_id: Number(record.assigneeId ?? 0),
    team_assignee_id: 0,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    open: record.open,
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
    ticket_parts: { type: 'ticket_part.list', ticket_parts: [], total_count: 0 },
    is_shared: true,
  };
}

function conversationAnswer(record: IntercomRecord): JsonObject {
  return {
    type: 'conversation',
    id: record.id,
    title: record.title,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    waiting_since: null,
    snoozed_until: record.snoozedUntil,
    source: {
      type: 'conversation',
      id: `s${record.id}`,
      delivered_as: 'customer_initiated',
      subject: '',
      body: '<p>Hello</p>',
      redacted: false,
    },
    contacts: contactsOf(record),
    first_contact_reply: null,
    admin_assignee_id: Number(record.assigneeId ?? 0),
    team_assignee_id: 0,
    open: record.open,
    state: record.state,
    read: false,
    tags: { type: 'tag.list', tags: [] },
    priority: 'none',
    sla_applied: null,
    statistics: null,
    conversation_rating: null,
    teammates: null,
    custom_attributes: record.attributes,
    topics: {},
    ticket: null,
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
    ai_agent: null,
    ai_agent_participated: false,
  };
}

function contactsOf({ id }: IntercomRecord): JsonObject {
  return { type: 'contact.list', contacts: [{ type: 'contact', id: `6762f14a1bb69f9f${id}`, external_id: id }] };
}
