import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { VendorChange, VendorItem } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { findRecord, type IntercomReading, itemOf, objectOf, readItem } from './intercom-reading.ts';
import type { IntercomConfig } from './intercom-settings.ts';
import { AnyRecord, TICKET_CATEGORIES, type TicketShape } from './intercom-shapes.ts';

const NOBODY = '0';
/** The words of either object that end it: one mapping serves both. */
const CLOSING_WORDS = ['resolved', 'closed'];

interface Target {
  externalId: string;
  id: string;
  /** In whose name it is done. */
  adminId: string;
  record: JsonObject;
  item: VendorItem;
}

/** Writes only what differs, so that doing it twice does it once. */
export function createIntercomWriter(reading: IntercomReading, config: IntercomConfig): (change: VendorChange) => Promise<VendorItem> {
  return async (change) => {
    const { externalId } = change;
    const adminId = change.actingExternalId ?? config.actingAdminId;
    const isNoteAlone = change.statusWord === undefined && change.assigneeExternalId === undefined;
    if (!adminId && isNoteAlone) {
      reading.warn('Comments of operators who are no teammates at Intercom are not written there: choose a teammate who acts for Docket.');
      return readItem(reading, externalId);
    }
    if (!adminId) {
      throw new VendorError(
        'rejected',
        'Intercom wants to know who changed it, and the operator is no teammate there: choose a teammate who acts for Docket.',
      );
    }
    const record = await findRecord(reading.api, externalId);
    if (record === null) throw new VendorError('not_found', `${externalId} was deleted at Intercom.`, { status: 404 });
    const object = objectOf(externalId);
    const place = await reading.place();
    const id = externalId.slice(externalId.indexOf(':') + 1);
    const target: Target = { externalId, id, adminId, record, item: itemOf(object, record, place) };
    const written = object === 'ticket' ? await writeTicket(reading, target, change) : await writeConversation(reading, target, change);
    if (change.note && config.writeNotes !== false) {
      const noting = writeNote(reading, target, change.note);
      await (isNoteAlone ? noting : noting.catch(warnOfLost(reading, externalId)));
    }
    return itemOf(object, written, place);
  };
}

async function writeTicket(reading: IntercomReading, target: Target, change: VendorChange): Promise<JsonObject> {
  const { id, adminId, record, item } = target;
  const json: JsonObject = {};
  if (change.statusWord !== undefined) Object.assign(json, await ticketStateOf(reading, target, change.statusWord));
  if (change.assigneeExternalId !== undefined && change.assigneeExternalId !== item.assigneeExternalId) {
    json.assignee_id = change.assigneeExternalId ?? NOBODY;
  }
  if (Object.keys(json).length === 0) return record;
  return reading.api.call({
    method: 'PUT',
    path: `/tickets/${encodeURIComponent(id)}`,
    json: { ...json, admin_id: Number(adminId) },
    answer: AnyRecord,
    right: 'Write tickets',
  }) as Promise<JsonObject>;
}

async function ticketStateOf({ directory }: IntercomReading, { record, item }: Target, word: string): Promise<JsonObject> {
  const isClosing = CLOSING_WORDS.includes(word);
  if (isClosing && item.state === 'closed') return {};
  // A conversation's word: it says no more than that the ticket is open.
  const isOwnWord = TICKET_CATEGORIES.some((category) => category === word);
  if (!isClosing && item.state === 'open' && (!isOwnWord || word === item.statusWord)) return {};
  const category = isClosing ? 'resolved' : isOwnWord ? word : 'in_progress';
  const typeId = 'ticket_type' in record ? (record as TicketShape).ticket_type?.id : undefined;
  const state = (await directory.ticketStates()).find(
    (candidate) =>
      candidate.category === category &&
      candidate.archived !== true &&
      (!candidate.ticket_types || typeId === undefined || candidate.ticket_types.data.some((type) => String(type.id) === String(typeId))),
  );
  if (!state) {
    throw new VendorError(
      'rejected',
      `Tickets of this type have no state of the category ${category}: add one in Intercom, or change the mapping.`,
    );
  }
  return { ticket_state_id: String(state.id), ...(!isClosing && record.open === false ? { open: true } : {}) };
}

async function writeConversation(reading: IntercomReading, target: Target, change: VendorChange): Promise<JsonObject> {
  const { item, adminId } = target;
  const { statusWord: word, assigneeExternalId: assignee } = change;
  const isClosing = word !== undefined && CLOSING_WORDS.includes(word);
  let record = target.record;
  // Assigning opens nothing by itself, and a closed one is opened before it is given to somebody.
  if (word !== undefined && !isClosing && item.state === 'closed') {
    record = await addPart(reading, target, { message_type: 'open', admin_id: adminId });
  }
  if (assignee !== undefined && assignee !== item.assigneeExternalId) {
    const part = { message_type: 'assignment', type: 'admin', admin_id: adminId, assignee_id: assignee ?? NOBODY };
    record = await addPart(reading, target, part);
  }
  if (isClosing && item.state === 'open')
    record = await addPart(reading, target, { message_type: 'close', type: 'admin', admin_id: adminId });
  return record;
}

function addPart({ api }: IntercomReading, { id }: Target, json: JsonObject): Promise<JsonObject> {
  const path = `/conversations/${encodeURIComponent(id)}/parts`;
  return api.call({ method: 'POST', path, json, answer: AnyRecord, right: 'Write conversations' }) as Promise<JsonObject>;
}

async function writeNote({ api }: IntercomReading, { externalId, id, adminId }: Target, note: string): Promise<void> {
  const isTicket = objectOf(externalId) === 'ticket';
  const path = isTicket ? `/tickets/${encodeURIComponent(id)}/reply` : `/conversations/${encodeURIComponent(id)}/reply`;
  const json = { message_type: 'note', type: 'admin', admin_id: adminId, body: escapeHtml(note) };
  await api.call({ method: 'POST', path, json, answer: AnyRecord, right: isTicket ? 'Write tickets' : 'Write conversations' });
}

/** The change itself was made: a note that is lost is said, and nothing is done twice for it. */
function warnOfLost({ warn }: IntercomReading, externalId: string) {
  return (error: unknown) => {
    if (!(error instanceof VendorError)) throw error;
    warn(`The comment on ${externalId} was not written: ${error.message}`);
  };
}

/** Notes are read as HTML. */
function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\n/g, '<br>');
}
