import type { Person } from '../../src-shared/schema/user.ts';
import type { Sql } from '../store/database.ts';

export interface KnownPerson extends Person {
  disabled: boolean;
}

/** What the sync asks of the accounts: who somebody is, and whom there is. */
export interface PeopleBook {
  find(sql: Sql, personUid: string): Promise<KnownPerson | null>;
  /** Whatever the case of the address. */
  findByEmail(sql: Sql, email: string): Promise<KnownPerson | null>;
  /** Everybody who is not disabled, by name. */
  list(sql: Sql): Promise<Person[]>;
}
