import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { EventSender } from '../simulator/create-event-sender.ts';
import { createRandom } from '../simulator/create-random.ts';
import { makeUpTitle } from '../simulator/make-up-data.ts';
import type { VendorSimulator } from '../simulator/simulator.ts';
import { type BookTicket, defaultStatusId, type ZendeskBooks } from './zendesk-books.ts';
import { ticketExternalId, ticketIdOf } from './zendesk-item.ts';

const DAY_MS = 86_400_000;

type Acts = Required<Pick<VendorSimulator, 'create' | 'update' | 'assign' | 'close' | 'reopen' | 'delete' | 'restore' | 'items'>> & {
  touch(externalIds: readonly string[]): void;
};

/** What the account's own people do. */
export function createZendeskActs(books: ZendeskBooks, sender: EventSender<BookTicket>, count: number, requesterId: number): Acts {
  const random = createRandom(count + 1);
  const each = (externalIds: readonly string[], act: (ticket: BookTicket) => void): void => {
    for (const externalId of externalIds) {
      const ticket = books.tickets.get(Number(ticketIdOf(externalId)));
      if (!ticket) {
        throw new Error(`There is no ${externalId}`);
      }
      act(ticket);
      sender.emit(ticket);
    }
  };
  const make = (items: Parameters<Acts['create']>[0], ageMs: number): string[] =>
    items.map(({ title, assigneeExternalId, fields = {} }) => {
      const assignee = assigneeExternalId ? Number(assigneeExternalId) : null;
      const status = assignee === null ? 'new' : 'open';
      const ticket = books.create(
        {
          subject: title,
          raw_subject: title,
          requester_id: requesterId,
          submitter_id: requesterId,
          assignee_id: assignee,
          ...statusFields(status),
          ...fields,
        },
        ageMs,
      );
      sender.emit(ticket);
      return ticketExternalId(ticket.id);
    });
  make(
    Array.from({ length: count }, () => ({ title: makeUpTitle(random) })),
    DAY_MS,
  );
  return {
    create: (items) => make(items, 0),
    update: (externalIds, { title, fields = {} }) =>
      each(externalIds, (ticket) =>
        books.change(ticket, { ...(title === undefined ? {} : { subject: title, raw_subject: title }), ...fields }),
      ),
    assign: (externalIds, assigneeExternalId) =>
      each(externalIds, (ticket) => {
        const isNew = ticket.fields.status === 'new' && assigneeExternalId !== null;
        const assignee = assigneeExternalId === null ? null : Number(assigneeExternalId);
        books.change(ticket, { assignee_id: assignee, ...(isNew ? statusFields('open') : {}) });
      }),
    close: (externalIds) => each(externalIds, (ticket) => books.change(ticket, statusFields('solved'))),
    reopen: (externalIds) => each(externalIds, (ticket) => books.change(ticket, statusFields('open'))),
    delete: (externalIds) => each(externalIds, books.remove),
    restore: (externalIds) => each(externalIds, books.restore),
    touch: (externalIds) => each(externalIds, books.touch),
    items: () =>
      [...books.tickets.values()].map(({ id, fields, deletedMs }) => ({
        externalId: ticketExternalId(id),
        state: deletedMs !== null ? ('deleted' as const) : isClosed(fields) ? ('closed' as const) : ('open' as const),
        assigneeExternalId: fields.assignee_id ? String(fields.assignee_id) : null,
        title: String(fields.subject ?? ''),
      })),
  };
}

function statusFields(status: string): JsonObject {
  return { status, custom_status_id: defaultStatusId(status) };
}

function isClosed({ status }: JsonObject): boolean {
  return status === 'solved' || status === 'closed';
}
