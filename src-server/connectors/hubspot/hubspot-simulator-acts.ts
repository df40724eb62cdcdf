import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { EventSender } from '../simulator/create-event-sender.ts';
import { createRandom } from '../simulator/create-random.ts';
import { makeUpTitle } from '../simulator/make-up-data.ts';
import type { VendorSimulator } from '../simulator/simulator.ts';
import { type BookRecord, type HubspotBooks, TICKET_PIPELINES } from './hubspot-books.ts';
import { externalIdOf, splitExternalId } from './hubspot-item.ts';

const DAY_MS = 86_400_000;

type Acts = Required<Pick<VendorSimulator, 'create' | 'update' | 'assign' | 'close' | 'reopen' | 'delete' | 'restore' | 'items'>> & {
  merge(externalId: string, into: string): void;
};

/** What the account's own people do. New items are tasks and tickets by turns, unless `fields.object` says which. */
export function createHubspotActs(books: HubspotBooks, sender: EventSender<BookRecord>, count: number): Acts {
  const random = createRandom(count + 1);
  let made = 0;
  const find = (externalId: string): BookRecord => {
    const { object, id } = splitExternalId(externalId);
    const record = books.records(object).get(id);
    if (!record) {
      throw new Error(`There is no ${externalId}`);
    }
    return record;
  };
  const each = (externalIds: readonly string[], act: (record: BookRecord) => void): void => {
    for (const externalId of externalIds) {
      const record = find(externalId);
      act(record);
      sender.emit(record);
    }
  };
  const make = (items: Parameters<Acts['create']>[0], ageMs: number): string[] =>
    items.map(({ title, assigneeExternalId, fields = {} }) => {
      const { object = made % 2 === 0 ? 'tasks' : 'tickets', ...properties } = fields;
      made += 1;
      const record = books.create(
        String(object),
        {
          ...newProperties(String(object), title, random.integer(2)),
          hubspot_owner_id: assigneeExternalId ?? null,
          ...texts(properties),
        },
        ageMs,
      );
      sender.emit(record);
      return externalIdOf(record.object, record.id);
    });
  make(
    Array.from({ length: count }, () => ({ title: makeUpTitle(random) })),
    DAY_MS,
  );
  return {
    create: (items) => make(items, 0),
    update: (externalIds, { title, fields = {} }) =>
      each(externalIds, (record) =>
        books.change(record, { ...(title === undefined ? {} : { [titleProperty(record)]: title }), ...texts(fields) }),
      ),
    assign: (externalIds, assigneeExternalId) =>
      each(externalIds, (record) => books.change(record, { hubspot_owner_id: assigneeExternalId })),
    close: (externalIds) => each(externalIds, (record) => books.change(record, stateProperties(record, true))),
    reopen: (externalIds) => each(externalIds, (record) => books.change(record, stateProperties(record, false))),
    delete: (externalIds) => each(externalIds, books.archive),
    restore: (externalIds) => each(externalIds, books.restore),
    merge: (externalId, into) => books.merge(find(externalId), find(into)),
    items: () =>
      ['tasks', 'tickets'].flatMap((object) =>
        [...books.records(object).values()].map((record) => ({
          externalId: externalIdOf(object, record.id),
          state: record.archivedMs !== null ? ('deleted' as const) : isClosed(record) ? ('closed' as const) : ('open' as const),
          assigneeExternalId: record.properties.hubspot_owner_id || null,
          title: record.properties[titleProperty(record)] ?? '',
        })),
      ),
  };
}

function texts(fields: JsonObject): Record<string, string | null> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === null ? null : String(value)]));
}

function newProperties(object: string, title: string, pipeline: number): Record<string, string | null> {
  if (object === 'tasks') {
    return { hs_task_subject: title, hs_task_status: 'NOT_STARTED', hs_timestamp: '2026-12-01T10:00:00Z', hs_task_priority: 'HIGH' };
  }
  if (object !== 'tickets') {
    return { name: title, state: 'open', due_date: '2026-12-02T10:00:00Z' };
  }
  const { id, stages } = TICKET_PIPELINES[pipeline === 0 ? 0 : 1];
  return { subject: title, hs_pipeline: id, hs_pipeline_stage: stages[0].id, hs_ticket_priority: 'LOW' };
}

function titleProperty({ object }: BookRecord): string {
  return object === 'tasks' ? 'hs_task_subject' : 'subject';
}

function stageOf({ properties }: BookRecord, state: 'OPEN' | 'CLOSED'): string {
  const stages = TICKET_PIPELINES.find(({ id }) => id === properties.hs_pipeline)?.stages ?? [];
  return stages.find(({ ticketState }) => ticketState === state)?.id ?? '';
}

function stateProperties(record: BookRecord, isClosing: boolean): Record<string, string> {
  return record.object === 'tasks'
    ? { hs_task_status: isClosing ? 'COMPLETED' : 'NOT_STARTED' }
    : { hs_pipeline_stage: stageOf(record, isClosing ? 'CLOSED' : 'OPEN') };
}

function isClosed(record: BookRecord): boolean {
  return record.object === 'tasks'
    ? record.properties.hs_task_status === 'COMPLETED'
    : record.properties.hs_pipeline_stage === stageOf(record, 'CLOSED');
}
