import type { JsonObject, JsonValue } from '../../../../src-shared/schema/task.ts';
import { type SimulatorAnswer, SimulatorRefusal, type SimulatorRequest, type SimulatorRoute } from '../../simulator/simulator-request.ts';
import type { IntercomObject } from '../intercom-items.ts';
import { errorAnswer, recordAnswer, ticketCategory } from './intercom-answers.ts';
import type { IntercomRecord } from './intercom-records.ts';
import type { IntercomWorkspace, RecordChange } from './intercom-workspace.ts';

export function intercomWriteRoutes(workspace: IntercomWorkspace): SimulatorRoute[] {
  const { people } = workspace;

  const findRecord = (object: IntercomObject, { params }: SimulatorRequest): IntercomRecord => {
    const record = workspace.records.find(object, params.id ?? '');
    if (record) return record;
    throw new SimulatorRefusal(errorAnswer(404, object === 'ticket' ? 'ticket_not_found' : 'not_found', 'Resource Not Found'));
  };
  const readAssignee = (value: JsonValue | undefined): string | null => {
    if (typeof value !== 'string') throw refusal('assignee_id must be a string');
    if (value !== '0' && !people.some(({ externalId }) => externalId === value)) {
      throw new SimulatorRefusal(errorAnswer(404, 'assignee_not_found', 'Assignee not found'));
    }
    return value === '0' ? null : value;
  };
  const checkAdmin = (value: JsonValue | undefined, type: 'string' | 'number'): void => {
    if (typeof value !== type) throw refusal(`admin_id must be a ${type}`);
    if (!people.some(({ externalId }) => externalId === String(value))) {
      throw new SimulatorRefusal(errorAnswer(404, 'admin_not_found', 'Admin not found'));
    }
  };

  const putTicket = (request: SimulatorRequest): SimulatorAnswer => {
    const record = findRecord('ticket', request);
    const body = bodyOf(request);
    checkAdmin(body.admin_id, 'number');
    const change: RecordChange = {};
    if (body.ticket_state_id !== undefined) {
      const category = typeof body.ticket_state_id === 'string' ? ticketCategory(body.ticket_state_id) : null;
      if (category === null) {
        const message = 'Ticket state id is not valid or is not associated with the ticket type';
        throw new SimulatorRefusal(errorAnswer(400, 'ticket_state_id_invalid', message), message);
      }
      change.state = category;
      if (category === 'resolved') change.open = false;
    }
    if (typeof body.open === 'boolean') change.open = body.open;
    if (body.assignee_id !== undefined) change.assigneeId = readAssignee(body.assignee_id);
    workspace.write(record, change);
    return { status: 200, json: recordAnswer(record) };
  };

  const postPart = (request: SimulatorRequest): SimulatorAnswer => {
    const record = findRecord('conversation', request);
    const body = bodyOf(request);
    checkAdmin(body.admin_id, 'string');
    if (body.message_type !== 'open' && body.type !== 'admin') throw refusal('type must be admin');
    workspace.write(record, partChange(body, readAssignee));
    return { status: 200, json: recordAnswer(record) };
  };

  const postReply =
    (object: IntercomObject) =>
    (request: SimulatorRequest): SimulatorAnswer => {
      const record = findRecord(object, request);
      const body = bodyOf(request);
      checkAdmin(body.admin_id, 'string');
      if (body.message_type !== 'note' || body.type !== 'admin') throw refusal('only notes of admins are expected here');
      if (typeof body.body !== 'string' || body.body === '') throw refusal('body is missing');
      if (object === 'conversation') return { status: 200, json: recordAnswer(record) };
      return { status: 200, json: { type: 'ticket_part', id: '1', part_type: 'note', body: body.body } };
    };

  return [
    { method: 'PUT', path: '/tickets/:id', handle: putTicket },
    { method: 'POST', path: '/tickets/:id/reply', handle: postReply('ticket') },
    { method: 'POST', path: '/conversations/:id/parts', handle: postPart },
    { method: 'POST', path: '/conversations/:id/reply', handle: postReply('conversation') },
  ];
}

function partChange(body: JsonObject, readAssignee: (value: JsonValue | undefined) => string | null): RecordChange {
  switch (body.message_type) {
    case 'close':
      return { state: 'closed', open: false };
    case 'open':
      return { state: 'open', open: true };
    case 'assignment':
      return { assigneeId: readAssignee(body.assignee_id) };
    default:
      throw refusal(`message_type ${String(body.message_type)} is not known`);
  }
}

export function bodyOf({ json }: SimulatorRequest): JsonObject {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  throw refusal('the body must be a JSON object');
}

/** What no good client sends. */
export function refusal(message: string): SimulatorRefusal {
  return new SimulatorRefusal(errorAnswer(400, 'parameter_invalid', message), message);
}
