import type { SignedIn } from '../../src-shared/http/account-endpoints.ts';
import type { User } from '../../src-shared/schema/user.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import { insertAuditEvent } from '../audit/insert-audit-event.ts';
import type { Clock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import { findPasswordHash, findPersonByEmail, normalizeEmail } from '../people/people.ts';
import type { Database, Sql } from '../store/database.ts';
import type { GroupCommit } from '../tasks/group-commit.ts';
import { hashPassword, type PasswordCost, verifyPassword } from './password.ts';
import { createSession } from './sessions.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';
import type { RandomBytes } from './tokens.ts';

export interface SignInDependencies {
  database: Database;
  groupCommit: GroupCommit;
  clock: Clock;
  randomBytes: RandomBytes;
  passwordCost: PasswordCost;
  throttle: SignInThrottle;
}

export interface SignInAttempt {
  email: string;
  password: string;
  address: string;
}

export type SignIn = (attempt: SignInAttempt) => Promise<SignedIn>;

/**
 * What it gives back signs people in, throttled. It throws ApiErrors: invalid_credentials (never saying which of the two
 * was wrong), rate_limited, unauthorized for disabled accounts.
 */
export function createSignIn(dependencies: SignInDependencies): SignIn {
  const { database, groupCommit, clock, randomBytes, passwordCost, throttle } = dependencies;
  let dummy: Promise<string> | undefined;

  return async ({ email: typed, password, address }) => {
    const email = normalizeEmail(typed);
    throttle.begin(email, address);
    const found = await database.read((sql) => findAccount(sql, email));
    // Whether an account exists must not show in the time that an answer takes.
    dummy ??= hashPassword('nobody has this password', passwordCost, randomBytes);
    const isRight = await verifyPassword(password, found?.hash ?? (await dummy));
    if (!refusalOf(found, isRight)) throttle.succeed(email, address);
    const outcome = await groupCommit.submit(async (sql) => {
      // Hashing takes a while: the password may have been replaced since, or the account disabled.
      const current = await findAccount(sql, email);
      const refusal = refusalOf(current, isRight && current?.hash === found?.hash);
      if (current && !refusal) return openSession(sql, dependencies, current.user, { action: 'auth.login', address });
      await recordRefusal(sql, clock, { email, address, user: current?.user ?? null });
      return refusal;
    });
    if (outcome === null || outcome instanceof ApiError) throw outcome ?? new Error('nobody was signed in');
    return outcome;
  };
}

interface Account {
  user: User;
  hash: string | null;
}

async function findAccount(sql: Sql, email: string): Promise<Account | null> {
  const user = await findPersonByEmail(sql, email);
  return user && { user, hash: await findPasswordHash(sql, user.id) };
}

function refusalOf(found: Account | null, isRight: boolean): ApiError | null {
  if (!found || found.hash === null || !isRight) {
    return new ApiError('invalid_credentials', 'The e-mail address or the password is wrong.');
  }
  return found.user.disabled ? new ApiError('unauthorized', 'This account is disabled: ask an admin.') : null;
}

function recordRefusal(sql: Sql, clock: Clock, attempt: { email: string; address: string; user: User | null }): Promise<void> {
  return insertAuditEvent(sql, {
    atMicros: clock.nowMicros(),
    actor: { kind: 'nobody', id: null, name: 'Nobody' },
    action: 'auth.refuse',
    subject: attempt.user?.id ?? null,
    address: attempt.address,
    details: { email: attempt.email, disabled: attempt.user?.disabled ?? false },
  });
}

/** `door`: what let the person in, and from where, for the audit log. */
export async function openSession(
  sql: Sql,
  { clock, randomBytes }: Pick<SignInDependencies, 'clock' | 'randomBytes'>,
  user: User,
  door: { action: string; address: string },
): Promise<SignedIn> {
  const { token, expiresAtMicros } = await createSession(sql, clock, randomBytes, user.id);
  await insertAuditEvent(sql, {
    atMicros: clock.nowMicros(),
    actor: { kind: 'user', id: user.id, name: user.name },
    action: door.action,
    subject: user.id,
    address: door.address,
    details: {},
  });
  return { token, expires_at: formatTimestamp(expiresAtMicros), user };
}
