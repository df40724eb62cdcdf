import type { ConnectorMapping, ConnectorPerson } from '../../../src-shared/schema/connector.ts';
import type { PeopleBook } from '../../people/people-book.ts';
import type { Sql } from '../../store/database.ts';
import type { VendorPerson } from '../vendor.ts';
import type { PeopleMap } from './map-item.ts';

interface PersonRow {
  external_id: string;
  name: string;
  email: string | null;
  is_active: number;
}

export async function replacePeople(sql: Sql, connectorId: string, people: readonly VendorPerson[]): Promise<void> {
  await sql.run('DELETE FROM connector_people WHERE connector_id = ?', [connectorId]);
  for (const { externalId, name, email, isActive } of people) {
    await sql.run(
      `INSERT INTO connector_people (connector_id, external_id, name, email, is_active) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (connector_id, external_id) DO NOTHING`,
      [connectorId, externalId, name, email, isActive ? 1 : 0],
    );
  }
}

/** Everybody at the vendor and who that is here: by the admin's mapping, else by e-mail address. */
export async function matchPeople(sql: Sql, book: PeopleBook, connectorId: string, mapping: ConnectorMapping): Promise<ConnectorPerson[]> {
  const rows = await sql.all<PersonRow>(
    'SELECT external_id, name, email, is_active FROM connector_people WHERE connector_id = ? ORDER BY name, external_id',
    [connectorId],
  );
  return matchRows(sql, book, rows, mapping);
}

/** The same for people who are not stored. */
export function matchListed(
  sql: Sql,
  book: PeopleBook,
  people: readonly VendorPerson[],
  mapping: ConnectorMapping,
): Promise<ConnectorPerson[]> {
  const rows = people.map(({ externalId, name, email, isActive }) => ({
    external_id: externalId,
    name,
    email,
    is_active: isActive ? 1 : 0,
  }));
  return matchRows(sql, book, rows, mapping);
}

async function matchRows(sql: Sql, book: PeopleBook, rows: PersonRow[], mapping: ConnectorMapping): Promise<ConnectorPerson[]> {
  const listed = new Set(rows.map(({ external_id }) => external_id));
  for (const id of Object.keys(mapping.people)) if (!listed.has(id)) rows.push({ external_id: id, name: id, email: null, is_active: 1 });
  const matched: ConnectorPerson[] = [];
  for (const row of rows) matched.push(await matchPerson(sql, book, row, mapping));
  return matched;
}

async function matchPerson(sql: Sql, book: PeopleBook, row: PersonRow, mapping: ConnectorMapping): Promise<ConnectorPerson> {
  const person = { external_id: row.external_id, name: row.name, email: row.email, is_active: row.is_active === 1 };
  if (Object.hasOwn(mapping.people, row.external_id)) {
    const userId = mapping.people[row.external_id] ?? null;
    const user = userId === null ? null : await book.find(sql, userId);
    return { ...person, user_id: user && !user.disabled ? user.id : null, matched_by: 'mapping' };
  }
  const user = row.email === null || row.email.trim() === '' ? null : await book.findByEmail(sql, row.email.trim());
  return user && !user.disabled ? { ...person, user_id: user.id, matched_by: 'email' } : { ...person, user_id: null, matched_by: null };
}

export function peopleMapOf(people: readonly ConnectorPerson[]): PeopleMap {
  const byVendorId = new Map(people.map((person) => [person.external_id, person]));
  const byUser = new Map<string, ConnectorPerson>();
  for (const person of people) {
    if (person.user_id === null) continue;
    const other = byUser.get(person.user_id);
    if (!other || rankOf(person) > rankOf(other)) byUser.set(person.user_id, person);
  }
  return {
    userOf: (vendorId) => byVendorId.get(vendorId)?.user_id ?? null,
    vendorIdOf: (userId) => byUser.get(userId)?.external_id ?? null,
    nameOf: (vendorId) => byVendorId.get(vendorId)?.name ?? null,
    isListed: (vendorId) => byVendorId.has(vendorId),
  };
}

/** Of several accounts of one person, what they are written back as. */
function rankOf({ is_active, matched_by }: ConnectorPerson): number {
  return (matched_by === 'mapping' ? 2 : 0) + (is_active ? 1 : 0);
}
