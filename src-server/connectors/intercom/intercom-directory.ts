import type { VendorPerson } from '../vendor.ts';
import type { IntercomApi } from './intercom-api.ts';
import { Admins, Me, TicketStates } from './intercom-shapes.ts';

/** What a workspace is made of; each is asked for once in a connection. */
export interface IntercomDirectory {
  me(): Promise<Me>;
  ticketStates(): Promise<TicketStates>;
  people(): Promise<VendorPerson[]>;
}

export function createIntercomDirectory(api: IntercomApi): IntercomDirectory {
  return {
    me: once(() => api.call({ method: 'GET', path: '/me', answer: Me, right: 'Read one admin' })),
    ticketStates: once(
      async () => (await api.call({ method: 'GET', path: '/ticket_states', answer: TicketStates, right: 'Read tickets' })).data,
    ),
    people: once(async () => {
      const { admins } = await api.call({ method: 'GET', path: '/admins', answer: Admins, right: 'Read admins' });
      return admins.map(({ id, name, email }) => ({
        externalId: String(id),
        name: name || email || String(id),
        email: email || null,
        isActive: true,
      }));
    }),
  };
}

/** Asks again after a failure. */
function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | null = null;
  return () => {
    asked ??= ask().catch((error: unknown) => {
      asked = null;
      throw error;
    });
    return asked;
  };
}
