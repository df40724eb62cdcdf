import { deletedItem } from '../deleted-item.ts';
import type { VendorItem, VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { createZendeskApi, type ZendeskApi } from './zendesk-api.ts';
import { itemOfTicket, ticketExternalId, ticketIdOf } from './zendesk-item.ts';
import type { ZendeskConfig } from './zendesk-settings.ts';
import {
  type CustomStatus,
  CustomStatusesAnswer,
  MeAnswer,
  TicketsAnswer,
  type ZendeskTicket,
  type ZendeskUser,
} from './zendesk-shapes.ts';

export interface ZendeskAccess {
  userId: number;
  name: string;
  isAdmin: boolean;
  /** When the run began, by Zendesk's clock. */
  startMs: number;
  customStatuses: readonly CustomStatus[];
}

/** An account as a client of one run knows it: what it asked once, it does not ask again. */
export interface ZendeskConnection {
  api: ZendeskApi;
  config: ZendeskConfig;
  /** Of the web interface. */
  itemOrigin: string;
  warn(message: string): void;
  access(): Promise<ZendeskAccess>;
  itemsOf(tickets: readonly ZendeskTicket[], users: readonly ZendeskUser[] | undefined): Promise<VendorItem[]>;
  /** As they are now, straight from the tickets: no index lags here. Those that are not there any more are deleted. */
  readTickets(ids: readonly string[]): Promise<VendorItem[]>;
}

const MANY_MAXIMUM = 100;

export function createZendeskConnection(session: VendorSession): ZendeskConnection {
  const api = createZendeskApi(session);
  const config: ZendeskConfig = session.config;
  const { origin } = new URL(session.http.baseUrl);
  let loading: Promise<ZendeskAccess> | null = null;

  const access = (): Promise<ZendeskAccess> => {
    loading ??= loadAccess(api).catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };
  const itemsOf = async (tickets: readonly ZendeskTicket[], users: readonly ZendeskUser[] = []): Promise<VendorItem[]> => {
    const { customStatuses } = await access();
    const byId = new Map(users.map((user) => [user.id, user]));
    return tickets.map((ticket) => itemOfTicket(ticket, { config, origin, customStatuses, users: byId }));
  };
  return {
    api,
    config,
    itemOrigin: origin,
    warn: session.warn,
    access,
    itemsOf,
    readTickets: async (ids) => {
      const items: VendorItem[] = [];
      for (let start = 0; start < ids.length; start += MANY_MAXIMUM) {
        const asked = ids.slice(start, start + MANY_MAXIMUM);
        const found = await readMany(api, asked);
        const byId = new Map((await itemsOf(found.tickets, found.users)).map((item) => [item.externalId, item]));
        items.push(...asked.map((id) => byId.get(ticketExternalId(Number(id))) ?? deletedItem(`ticket:${id}`)));
      }
      return items;
    },
  };
}

async function readMany(api: ZendeskApi, ids: readonly string[]) {
  const { value } = await api.call({
    method: 'GET',
    path: '/api/v2/tickets/show_many',
    query: { ids: ids.map(ticketIdOf).join(','), include: 'users' },
    answer: TicketsAnswer,
    what: 'some tickets',
  });
  return value;
}

async function loadAccess(api: ZendeskApi): Promise<ZendeskAccess> {
  const me = await api.call({ method: 'GET', path: '/api/v2/users/me', answer: MeAnswer, what: 'the user who signs in' });
  const { user } = me.value;
  if (user.id === null || user.role === 'end-user') {
    throw new VendorError(
      'unauthorized',
      `Zendesk takes these credentials for ${user.id === null ? 'nobody' : `the end user ${user.name}`}: use those of an administrator.`,
      { status: 200 },
    );
  }
  const statuses = await api.find({
    method: 'GET',
    path: '/api/v2/custom_statuses',
    answer: CustomStatusesAnswer,
    what: 'the custom statuses',
  });
  return {
    userId: user.id,
    name: user.name,
    isAdmin: user.role === 'admin',
    startMs: me.vendorNowMs,
    customStatuses: statuses?.value.custom_statuses ?? [],
  };
}
