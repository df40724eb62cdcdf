import { createHmac, randomUUID } from 'node:crypto';
import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import { createEventSender, type EventSender } from '../../simulator/create-event-sender.ts';
import { createRandom } from '../../simulator/create-random.ts';
import { makeUpPeople, makeUpTitle } from '../../simulator/make-up-data.ts';
import type { SimulatedItem, VendorSimulator } from '../../simulator/simulator.ts';
import { recordAnswer, WORKSPACE_ID } from './intercom-answers.ts';
import { createIntercomRecords, type IntercomRecord, type IntercomRecords } from './intercom-records.ts';

export const CLIENT_SECRET = 'simulated-client-secret';
export const PEOPLE = makeUpPeople(['991267459', '991267460', '991267461', '991267462', '991267463', '991267464']);

/** Made-up items were created over this time before now, so that few share a second. */
const SECONDS_PER_ITEM = 7;

export interface RecordChange {
  title?: string;
  state?: string;
  open?: boolean;
  assigneeId?: string | null;
  attributes?: JsonObject;
}

/** The data of a simulated workspace and what happens to it, whoever does it. */
export interface IntercomWorkspace
  extends Pick<VendorSimulator, 'create' | 'update' | 'assign' | 'close' | 'reopen' | 'delete' | 'items' | 'people' | 'writes'> {
  records: IntercomRecords;
  /** What a client of the API does. Gives back whether it changed anything. */
  write(record: IntercomRecord, change: RecordChange): boolean;
  /** Of conversations only, the newest first. */
  deletions(): readonly { id: string; deletedAt: number }[];
  events: EventSender<WorkspaceEvent>;
}

interface WorkspaceEvent {
  topic: string;
  item: JsonObject;
  atSeconds: number;
  id: string;
}

export function createIntercomWorkspace(nowMs: () => number, itemCount: number, searchLagMs: number): IntercomWorkspace {
  const records = createIntercomRecords(nowMs, searchLagMs);
  const deletions: { id: string; deletedAt: number }[] = [];
  const written: { externalId: string; change: JsonObject }[] = [];
  const events = createEventSender<WorkspaceEvent>({ sign: signEvents, batch: 1 });
  const nowSeconds = () => Math.floor(nowMs() / 1_000);

  const emit = (record: IntercomRecord, what: string): void => {
    events.emit({
      topic: `${record.object === 'ticket' ? 'ticket' : 'conversation.admin'}.${what}`,
      item: recordAnswer(record),
      atSeconds: nowSeconds(),
      id: `notif_${randomUUID()}`,
    });
  };
  const change = (record: IntercomRecord, { attributes, ...rest }: RecordChange, atSeconds: number): boolean => {
    const before = { ...record };
    Object.assign(record, rest, { attributes: { ...record.attributes, ...attributes } });
    if (JSON.stringify(record) === JSON.stringify(before)) return false;
    records.touch(record, atSeconds, before);
    emit(record, rest.assigneeId === undefined ? 'state.updated' : 'assigned');
    return true;
  };
  const changeAll = (externalIds: readonly string[], changeOf: (record: IntercomRecord) => RecordChange): void => {
    const atSeconds = nowSeconds();
    for (const record of externalIds.map(records.findByExternalId)) change(record, changeOf(record), atSeconds);
  };
  const add = (item: Parameters<VendorSimulator['create']>[0][number], index: number, atSeconds: number): IntercomRecord => {
    const { object = index % 2 === 0 ? 'ticket' : 'conversation', ...attributes } = item.fields ?? {};
    const isTicket = object === 'ticket';
    return records.add(
      {
        object: isTicket ? 'ticket' : 'conversation',
        title: item.title,
        state: isTicket ? 'submitted' : 'open',
        open: true,
        assigneeId: item.assigneeExternalId ?? null,
        attributes,
      },
      atSeconds,
    );
  };
  fill(itemCount, (index, item) => add(item, index, nowSeconds() - (itemCount - index) * SECONDS_PER_ITEM));

  return {
    records,
    people: PEOPLE,
    events,
    deletions: () => deletions.toReversed(),
    writes: () => [...written],
    write(record, given) {
      const hasChanged = change(record, given, nowSeconds());
      if (hasChanged) written.push({ externalId: `${record.object}:${record.id}`, change: { ...given } });
      return hasChanged;
    },
    create(items) {
      const atSeconds = nowSeconds();
      return items.map((item, index) => {
        const record = add(item, index, atSeconds);
        emit(record, 'created');
        return `${record.object}:${record.id}`;
      });
    },
    update: (externalIds, { title, fields }) =>
      changeAll(externalIds, () => ({ ...(title === undefined ? {} : { title }), ...(fields ? { attributes: fields } : {}) })),
    assign: (externalIds, assigneeId) => changeAll(externalIds, () => ({ assigneeId })),
    close: (externalIds) => changeAll(externalIds, ({ object }) => ({ open: false, state: object === 'ticket' ? 'resolved' : 'closed' })),
    reopen: (externalIds) => changeAll(externalIds, ({ object }) => ({ open: true, state: object === 'ticket' ? 'in_progress' : 'open' })),
    delete(externalIds) {
      const atSeconds = nowSeconds();
      for (const record of externalIds.map(records.findByExternalId)) {
        const before = { ...record };
        record.deletedAt = atSeconds;
        records.touch(record, atSeconds, before);
        if (record.object === 'conversation') deletions.push({ id: record.id, deletedAt: atSeconds });
      }
    },
    items: () => [...records.all()].map(simulatedItem),
  };
}

function fill(count: number, add: (index: number, item: { title: string; assigneeExternalId: string | null }) => void): void {
  const random = createRandom(count);
  for (let index = 0; index < count; index += 1) {
    add(index, { title: makeUpTitle(random), assigneeExternalId: random.next() < 0.5 ? null : random.pick(PEOPLE).externalId });
  }
}

function simulatedItem(record: IntercomRecord): SimulatedItem {
  return {
    externalId: `${record.object}:${record.id}`,
    state: record.deletedAt !== null ? 'deleted' : record.open ? 'open' : 'closed',
    assigneeExternalId: record.assigneeId,
    title: record.title,
  };
}

function signEvents([event]: readonly WorkspaceEvent[]) {
  const body = JSON.stringify({
    type: 'notification_event',
    app_id: WORKSPACE_ID,
    data: { type: 'notification_event_data', item: event?.item ?? null },
    links: {},
    id: event?.id ?? null,
    topic: event?.topic ?? 'ping',
    delivery_status: 'pending',
    delivery_attempts: 1,
    delivered_at: 0,
    first_sent_at: event?.atSeconds ?? 0,
    created_at: event?.atSeconds ?? 0,
    self: null,
  });
  const signature = createHmac('sha1', CLIENT_SECRET).update(body).digest('hex');
  return { method: 'POST', headers: { 'x-hub-signature': `sha1=${signature}` }, body };
}
