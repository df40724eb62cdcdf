import type { NewUser, UserChange } from '../../src-shared/http/account-endpoints.ts';
import type { Person, User, UserRole } from '../../src-shared/schema/user.ts';
import type { Clock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import type { PeopleBook } from './people-book.ts';

/** With the password already hashed: hashing takes longer than a transaction may. */
export interface NewPerson extends Omit<NewUser, 'password'> {
  id: string;
  passwordHash: string | null;
}

export interface PersonChange extends Omit<UserChange, 'password'> {
  passwordHash?: string;
}

interface UserRow {
  id: string;
  email: string;
  name: string;
  role: UserRole;
  skills: string;
  disabled: number;
}

const COLUMNS = 'id, email, name, role, skills, disabled';

export async function findPerson(sql: Sql, id: string): Promise<User | null> {
  const row = await sql.get<UserRow>(`SELECT ${COLUMNS} FROM users WHERE id = ?`, [id]);
  return row ? userOf(row) : null;
}

/** One of those that were looked for. */
export type PeopleByName = (name: string) => User | null;

export async function findPeople(sql: Sql, ids: readonly string[]): Promise<PeopleByName> {
  const found = await findPeopleIn(sql, 'id', ids);
  return (id) => found.get(id) ?? null;
}

/** Whatever the case of the addresses. */
export async function findPeopleByEmail(sql: Sql, emails: readonly string[]): Promise<PeopleByName> {
  const found = await findPeopleIn(sql, 'email', emails.map(normalizeEmail));
  return (email) => found.get(normalizeEmail(email)) ?? null;
}

async function findPeopleIn(sql: Sql, column: 'id' | 'email', names: readonly string[]): Promise<Map<string, User>> {
  const wanted = [...new Set(names)];
  const [first] = wanted;
  if (first === undefined) return new Map();
  // Few lengths are few statements, which a database need not read again.
  while (!Number.isInteger(Math.log2(wanted.length))) wanted.push(first);
  const rows = await sql.all<UserRow>(`SELECT ${COLUMNS} FROM users WHERE ${column} IN (${wanted.map(() => '?').join(', ')})`, wanted);
  return new Map(rows.map((row) => [row[column], userOf(row)]));
}

export async function findPersonByEmail(sql: Sql, email: string): Promise<User | null> {
  const row = await sql.get<UserRow>(`SELECT ${COLUMNS} FROM users WHERE email = ?`, [normalizeEmail(email)]);
  return row ? userOf(row) : null;
}

export async function findPasswordHash(sql: Sql, userId: string): Promise<string | null> {
  const row = await sql.get<{ password_hash: string | null }>('SELECT password_hash FROM users WHERE id = ?', [userId]);
  return row?.password_hash ?? null;
}

export async function listPeople(sql: Sql): Promise<User[]> {
  return (await sql.all<UserRow>(`SELECT ${COLUMNS} FROM users ORDER BY name, id`)).map(userOf);
}

/** The accounts as the sync asks for them. */
export const peopleBook: PeopleBook = {
  find: findPerson,
  findByEmail: findPersonByEmail,
  list: (sql) => sql.all<Person>('SELECT id, name FROM users WHERE disabled = 0 ORDER BY name, id'),
};

export async function hasAdmin(sql: Sql): Promise<boolean> {
  return (await sql.get("SELECT 1 AS one FROM users WHERE role = 'admin' AND disabled = 0 LIMIT 1")) !== undefined;
}

/** Throws an ApiError `already_exists` when somebody has the address. */
export async function createPerson(sql: Sql, clock: Clock, person: NewPerson): Promise<User> {
  const email = checkEmail(person.email);
  await refuseTakenEmail(sql, email, person.id);
  const now = clock.nowMicros();
  const user: User = { id: person.id, email, name: person.name, role: person.role, skills: person.skills ?? [], disabled: false };
  await sql.run(
    'INSERT INTO users (id, email, name, role, skills, disabled, password_hash, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)',
    [user.id, user.email, user.name, user.role, JSON.stringify(user.skills), person.passwordHash, now, now],
  );
  sql.notify('people');
  return user;
}

/** A new password and disabling end the person's sessions. Throws ApiErrors: not_found, already_exists, conflict. */
export async function changePerson(sql: Sql, clock: Clock, id: string, change: PersonChange): Promise<User> {
  const before = await findPerson(sql, id);
  if (!before) throw new ApiError('not_found', 'There is no such person.');
  const { passwordHash, ...attributes } = change;
  const after: User = { ...before, ...attributes };
  if (change.email !== undefined) {
    after.email = checkEmail(change.email);
    await refuseTakenEmail(sql, after.email, id);
  }
  const now = clock.nowMicros();
  await sql.run('UPDATE users SET email = ?, name = ?, role = ?, skills = ?, disabled = ?, updated_at = ? WHERE id = ?', [
    after.email,
    after.name,
    after.role,
    JSON.stringify(after.skills),
    after.disabled ? 1 : 0,
    now,
    id,
  ]);
  sql.notify('people');
  if (before.role === 'admin' && !(await hasAdmin(sql))) {
    throw new ApiError('conflict', 'This is the last admin: make another one first.');
  }
  if (passwordHash !== undefined) await setPasswordHash(sql, id, passwordHash);
  if (passwordHash !== undefined || after.disabled) {
    await sql.run('UPDATE sessions SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL', [now, id]);
  }
  return after;
}

export async function setPasswordHash(sql: Sql, id: string, passwordHash: string): Promise<void> {
  await sql.run('UPDATE users SET password_hash = ? WHERE id = ?', [passwordHash, id]);
}

export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** As it is stored. Throws an ApiError `validation_failed`. */
export function checkEmail(email: string): string {
  const normal = normalizeEmail(email);
  if (!/^[^\s@]+@[^\s@]+$/.test(normal)) throw new ApiError('validation_failed', 'body.email is no e-mail address.');
  return normal;
}

async function refuseTakenEmail(sql: Sql, email: string, ownId: string): Promise<void> {
  const other = await findPersonByEmail(sql, email);
  if (other && other.id !== ownId) throw new ApiError('already_exists', `Somebody has the address ${email} already.`);
}

function userOf(row: UserRow): User {
  const { id, email, name, role, skills, disabled } = row;
  return { id, email, name, role, skills: JSON.parse(skills) as string[], disabled: disabled === 1 };
}
