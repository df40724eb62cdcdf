import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { type SimulatorAnswer, SimulatorRefusal } from '../simulator/simulator-request.ts';
import { type BookTicket, defaultStatusId, rfc, SIMULATED_STATUSES, showTicket } from './zendesk-books.ts';
import { recordInvalid, refuseParameter, zendeskError } from './zendesk-refusals.ts';
import type { ZendeskAccount } from './zendesk-simulator-routes.ts';

const Update = Type.Object(
  {
    ticket: Type.Object(
      {
        status: Type.Optional(Type.Enum(['new', 'open', 'pending', 'hold', 'solved', 'closed'])),
        custom_status_id: Type.Optional(Type.Integer()),
        assignee_id: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
        requester_id: Type.Optional(Type.Integer()),
        comment: Type.Optional(Type.Object({ body: Type.String(), public: Type.Boolean() }, { additionalProperties: false })),
        safe_update: Type.Literal(true),
        updated_stamp: Type.String(),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

export function updateTicket(account: ZendeskAccount, ticket: BookTicket, body: JsonValue | undefined): SimulatorAnswer {
  if (!Check(Update, body)) {
    throw refuseParameter('A ticket is updated safely, with the stamp of what was read, and with known values');
  }
  const { safe_update, updated_stamp, comment, requester_id, ...change } = body.ticket;
  if (updated_stamp !== rfc(ticket.updatedMs)) {
    const description = 'Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again.';
    throw new SimulatorRefusal(zendeskError(409, 'UpdateConflict', description));
  }
  if (ticket.fields.status === 'closed') {
    throw recordInvalid('status', 'Status: closed prevents ticket update');
  }
  if (requester_id !== undefined && requester_id !== ticket.fields.requester_id) {
    throw refuseParameter('The requester is not ours to change');
  }
  const after: JsonObject = { ...ticket.fields, ...change, ...statusOf(change) };
  checkTicket(account, ticket, after, change);
  // Who assigns a new ticket opens it.
  const opened = after.status === 'new' && after.assignee_id !== null && after.assignee_id !== undefined;
  const settled = opened ? { ...after, status: 'open', custom_status_id: defaultStatusId('open') } : after;
  account.books.change(ticket, settled);
  account.onWrite(ticket, { ...change, ...(comment === undefined ? {} : { comment: comment.body }) });
  return { status: 200, json: { ticket: showTicket(ticket, account.origin()), audit: { id: 1 } } };
}

function statusOf(change: { status?: string; custom_status_id?: number }): JsonObject {
  if (change.custom_status_id !== undefined) {
    const custom = SIMULATED_STATUSES.find(({ id }) => id === change.custom_status_id);
    if (!custom) {
      throw recordInvalid('custom_status_id', 'Custom status: is invalid');
    }
    return { status: custom.status_category };
  }
  return change.status === undefined ? {} : { custom_status_id: defaultStatusId(change.status) };
}

function checkTicket({ users }: ZendeskAccount, ticket: BookTicket, after: JsonObject, change: JsonObject): void {
  const assignee = users.find(({ id }) => id === after.assignee_id);
  if (after.assignee_id !== null && (!assignee || assignee.role === 'end-user' || assignee.suspended || !assignee.active)) {
    throw recordInvalid('assignee_id', 'Assignee: is not an active agent');
  }
  if (change.status === 'new' && ticket.fields.status !== 'new') {
    throw recordInvalid('status', 'Status: cannot be set to new once the ticket was opened');
  }
  if (after.status === 'solved' && after.assignee_id === null) {
    throw recordInvalid('base', 'Assignee: is required when solving a ticket');
  }
}
