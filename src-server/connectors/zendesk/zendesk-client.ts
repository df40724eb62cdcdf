import type { JsonValue } from '../../../src-shared/schema/task.ts';
import type { ItemPage, VendorAccount, VendorClient, VendorPerson, VendorSession } from '../vendor.ts';
import { AGENT_WARNING, readZendeskChanges } from './read-zendesk-changes.ts';
import { OPEN_QUERY, searchZendesk } from './search-zendesk.ts';
import { writeZendeskTicket } from './write-zendesk-ticket.ts';
import { createZendeskConnection, type ZendeskConnection } from './zendesk-connection.ts';
import { statusesOf, ticketIdOf } from './zendesk-item.ts';
import { SearchExportAnswer, UsersAnswer } from './zendesk-shapes.ts';

export function connectToZendesk(session: VendorSession): VendorClient {
  const connection = createZendeskConnection(session);
  return {
    check: () => checkAccess(connection, session),
    readChanges: (watermark, resume) => readZendeskChanges(connection, watermark, resume),
    readAllOpen: (resume) => readAllOpen(connection, resume),
    readItems: (externalIds) => connection.readTickets(externalIds.map(ticketIdOf)),
    readPeople: () => readPeople(connection),
    write: (change) => writeZendeskTicket(connection, change),
  };
}

async function checkAccess(connection: ZendeskConnection, { credentials }: VendorSession): Promise<VendorAccount> {
  const { name, isAdmin, customStatuses } = await connection.access();
  await connection.api.call({
    method: 'GET',
    path: '/api/v2/search/export',
    query: { query: OPEN_QUERY, 'filter[type]': 'ticket', 'page[size]': 1 },
    budget: 'search',
    answer: SearchExportAnswer,
    what: 'the search of tickets',
  });
  await readUsers(connection, undefined);
  return {
    name: `${name} at ${new URL(connection.itemOrigin).host}`,
    statuses: statusesOf(customStatuses),
    warnings: [
      ...(isAdmin ? [] : [AGENT_WARNING]),
      ...('apiToken' in credentials
        ? ['Zendesk accepts API tokens until 30 April 2027, and makes no new ones: change to an OAuth client before that.']
        : []),
      ...(credentials.signingSecret
        ? []
        : ['Without a webhook’s signing secret changes arrive with a poll, which Zendesk holds back for a minute.']),
    ],
  };
}

async function* readAllOpen(connection: ZendeskConnection, resume: JsonValue | null): AsyncIterable<ItemPage> {
  for await (const { items, progress } of searchZendesk(connection, OPEN_QUERY, resume)) {
    yield {
      items: items.filter(({ state }) => state === 'open'),
      resume: progress,
      ...(progress.total === null ? {} : { total: progress.total }),
    };
  }
}

async function* readPeople(connection: ZendeskConnection): AsyncIterable<VendorPerson[]> {
  let after: string | undefined;
  do {
    const { users, meta } = await readUsers(connection, after);
    after = meta?.has_more ? (meta.after_cursor ?? undefined) : undefined;
    yield users.map(({ id, name, email, active, suspended }) => ({
      externalId: String(id),
      name,
      email: email ?? null,
      isActive: active !== false && suspended !== true,
    }));
  } while (after !== undefined);
}

async function readUsers(connection: ZendeskConnection, after: string | undefined) {
  const { value } = await connection.api.call({
    method: 'GET',
    // A name that comes twice has to stand in the path.
    path: '/api/v2/users?role[]=agent&role[]=admin',
    query: { 'page[size]': 100, 'page[after]': after },
    answer: UsersAnswer,
    what: 'the list of agents',
  });
  return value;
}
