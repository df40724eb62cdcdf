import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { deletedItem } from '../deleted-item.ts';
import type { VendorChange, VendorItem } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { ZendeskConnection } from './zendesk-connection.ts';
import { statusChangeOf, ticketExternalId, ticketIdOf } from './zendesk-item.ts';
import { TicketAnswer, type ZendeskTicket } from './zendesk-shapes.ts';

const TRIES_MAXIMUM = 3;
const SOLVED = new Set(['solved', 'closed']);

/** Nobody else's change is written over: Zendesk refuses what was not made of the newest version, and then it is read again. */
export async function writeZendeskTicket(connection: ZendeskConnection, change: VendorChange): Promise<VendorItem> {
  const first = await readTicket(connection, change.externalId);
  const note = change.note !== null && connection.config.writesNotes ? { comment: { body: change.note, public: false } } : {};
  let ticket = first;
  for (let attempt = 1; ; attempt += 1) {
    const wanted = { ...(await wantedOf(connection, ticket, change)), ...note };
    if (Object.keys(wanted).length === 0) {
      return itemOf(connection, ticket);
    }
    try {
      return itemOf(connection, await putTicket(connection, ticket, wanted));
    } catch (error) {
      if (!(error instanceof VendorError && error.reason === 'conflict')) {
        throw error;
      }
      ticket = await readTicket(connection, change.externalId);
      const isTouched = ticket.status !== first.status || (ticket.assignee_id ?? null) !== (first.assignee_id ?? null);
      const isDone = Object.keys(await wantedOf(connection, ticket, change)).length === 0;
      if (attempt >= TRIES_MAXIMUM || (isTouched && !isDone)) {
        throw error;
      }
    }
  }
}

/** As every other reading shows it, with the names of its people. */
async function itemOf(connection: ZendeskConnection, ticket: ZendeskTicket): Promise<VendorItem> {
  const [item] = await connection.readTickets([String(ticket.id)]);
  return item ?? deletedItem(ticketExternalId(ticket.id));
}

/** Only what differs. Who is solved needs an assignee: whoever did it, else the user who signs in. */
async function wantedOf(connection: ZendeskConnection, ticket: ZendeskTicket, change: VendorChange): Promise<JsonObject> {
  const before: Record<string, unknown> = ticket;
  const status = change.statusWord === undefined ? {} : statusChangeOf(change.statusWord);
  const { userId, customStatuses } = await connection.access();
  const custom = customStatuses.find(({ id }) => id === status.custom_status_id);
  const isSolving = SOLVED.has(custom?.status_category ?? String(status.status ?? ''));
  const asked = change.assigneeExternalId;
  const assignee = asked === undefined ? {} : { assignee_id: asked === null ? null : Number(asked) };
  const holder = asked === undefined ? (ticket.assignee_id ?? null) : asked;
  const solver = isSolving && holder === null ? { assignee_id: Number(change.actingExternalId ?? userId) } : {};
  const wanted: JsonObject = { ...status, ...assignee, ...solver };
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => value !== (before[name] ?? null)));
}

async function readTicket(connection: ZendeskConnection, externalId: string): Promise<ZendeskTicket> {
  const found = await connection.api.find({
    method: 'GET',
    path: `/api/v2/tickets/${ticketIdOf(externalId)}`,
    answer: TicketAnswer,
    what: externalId,
  });
  if (found === null || found.value.ticket.status === 'deleted') {
    throw new VendorError('rejected', `Zendesk shows no ${externalId} any more: it was deleted, or is not for whoever signs in.`, {
      status: 404,
    });
  }
  return found.value.ticket;
}

async function putTicket(connection: ZendeskConnection, ticket: ZendeskTicket, change: JsonObject): Promise<ZendeskTicket> {
  const { value } = await connection.api.call({
    method: 'PUT',
    path: `/api/v2/tickets/${ticket.id}`,
    json: {
      ticket: {
        ...change,
        // Zendesk's description of a ticket wants it always; it stays as it is.
        ...(ticket.requester_id ? { requester_id: ticket.requester_id } : {}),
        safe_update: true,
        updated_stamp: ticket.updated_at,
      },
    },
    answer: TicketAnswer,
    what: `ticket:${ticket.id}`,
  });
  return value.ticket;
}
