import type { VendorPerson } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { MeshReading } from './mesh-reading.ts';
import { UserPage } from './mesh-shapes.ts';

const PAGE_ITEMS = 100;
const PAGES_MAXIMUM = 100;

/** Everybody in the account who is a person. Nobody, and a warning, where the credentials may not read them. */
export async function* readMeshUsers({ api, warn }: Pick<MeshReading, 'api' | 'warn'>): AsyncGenerator<VendorPerson[]> {
  for (let page = 1; page <= PAGES_MAXIMUM; page += 1) {
    const path = `/v2/accounts/me/users?page_number=${page}&page_size=${PAGE_ITEMS}`;
    try {
      const { users, next } = await api.call({ method: 'GET', path, answer: UserPage });
      yield users
        .filter(({ user_type: type }) => type !== 'MACHINE_CREDENTIAL')
        .map(({ identifier, name, email, active }) => ({
          externalId: identifier,
          name: name || email || identifier,
          email: email || null,
          isActive: active !== false,
        }));
      if (!next) return;
    } catch (error) {
      if (!(error instanceof VendorError) || (error.reason !== 'forbidden' && error.reason !== 'not_found')) throw error;
      warn(
        `The users of the account cannot be read: map people by their identifiers, or switch the reading of users off. ${error.message}`,
      );
      return;
    }
  }
}
