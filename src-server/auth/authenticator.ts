import type { UserRole } from '../../src-shared/schema/user.ts';
import { type Clock, isOpenWindow } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import type { Database, Sql } from '../store/database.ts';
import type { GroupCommit } from '../tasks/group-commit.ts';
import type { Caller } from './caller.ts';
import { hashToken, SESSION_PREFIX } from './tokens.ts';

/** How long another process may take to notice that this one revoked something. */
const REMEMBERED_MICROS = 1_000_000;
const REMEMBERED_MAXIMUM = 10_000;
const HASHES_MAXIMUM = 1_000;
/** "Last used" is for people: a minute is exact enough, and one write a minute is cheap. */
const USE_RECORDED_EVERY_MICROS = 60_000_000;

export interface Authenticator {
  /** Who holds the token. Throws ApiErrors: unauthorized, session_expired. */
  identify(token: string): Promise<Caller>;
  /** The same without a look at the database; null where it takes one. Somebody who is remembered found an admin here. */
  recall(token: string): Caller | null;
  /** Whether an admin exists: a person, or a key with that scope. */
  isSetUp(): Promise<boolean>;
  /** Whether one was found before: it takes no look at the database. */
  isKnownSetUp(): boolean;
  /** The same caller as the accounts have it now; null when its session or key was revoked or its person disabled. */
  recheck(caller: Caller): Promise<Caller | null>;
  /** The same in a snapshot. Throws ApiErrors: unauthorized, session_expired. */
  recheckIn(sql: Sql, caller: Caller): Promise<Caller>;
  /** Whose session this is; null when it is over. */
  findSession(sessionId: string): Promise<(Caller & { kind: 'user' }) | null>;
  /** Must be called after every change of users, sessions and keys in this process. */
  forget(): void;
}

interface Remembered {
  caller: Caller;
  untilMicros: number;
}

export interface AuthenticatorDependencies {
  database: Database;
  groupCommit: GroupCommit;
  clock: Clock;
  onError: (error: unknown) => void;
}

export function createAuthenticator({ database, groupCommit, clock, onError }: AuthenticatorDependencies): Authenticator {
  const remembered = new Map<string, Remembered>();
  /** Of callers who are remembered: they send the same token with each request, and to hash it takes as long as all else that lets them in. */
  const hashes = new Map<string, string>();
  const usedAt = new Map<string, number>();
  /** Many who come with the same token at once share a look at the database: a key of an integration is asked about in bursts. */
  const underWay = new Map<string, Promise<Caller>>();
  // Grows with every `forget`: what was read before it is not remembered after it.
  let generation = 0;
  let hasFoundAdmin = false;
  let askingForAdmin: Promise<boolean> | null = null;

  function remember(tokenHash: string, caller: Caller, untilMicros: number, readIn: number): void {
    if (readIn !== generation) return;
    if (remembered.size >= REMEMBERED_MAXIMUM) remembered.clear();
    remembered.set(tokenHash, { caller, untilMicros });
  }

  function recordUse(caller: Caller, now: number): void {
    const [table, id] = caller.kind === 'key' ? ['api_keys', caller.keyId] : ['sessions', caller.sessionId];
    if (now - (usedAt.get(id) ?? Number.NEGATIVE_INFINITY) < USE_RECORDED_EVERY_MICROS) return;
    if (usedAt.size >= REMEMBERED_MAXIMUM) usedAt.clear();
    usedAt.set(id, now);
    groupCommit.submit((sql) => sql.run(`UPDATE ${table} SET last_used_at = ? WHERE id = ?`, [now, id])).catch(onError);
  }

  async function lookUp(token: string, tokenHash: string): Promise<Caller> {
    const now = clock.nowMicros();
    const readIn = generation;
    try {
      const { caller, expiresAtMicros } = await database.read((sql) => findCaller(sql, token, tokenHash, now));
      remember(tokenHash, caller, Math.min(now + REMEMBERED_MICROS, expiresAtMicros), readIn);
      recordUse(caller, now);
      return caller;
    } finally {
      // After a `forget` the next look may be under way already.
      if (readIn === generation) underWay.delete(tokenHash);
    }
  }

  function recall(tokenHash: string, now: number): Caller | null {
    const known = remembered.get(tokenHash);
    if (!known || !isOpenWindow(known.untilMicros, now, REMEMBERED_MICROS)) return null;
    recordUse(known.caller, now);
    return known.caller;
  }

  return {
    recall(token) {
      const knownHash = hashes.get(token);
      const tokenHash = knownHash ?? hashToken(token);
      const caller = recall(tokenHash, clock.nowMicros());
      if (caller && knownHash === undefined) {
        if (hashes.size >= HASHES_MAXIMUM) hashes.clear();
        hashes.set(token, tokenHash);
      }
      return caller;
    },
    async identify(token) {
      const tokenHash = hashToken(token);
      const known = recall(tokenHash, clock.nowMicros());
      if (known) return known;
      const shared = underWay.get(tokenHash) ?? lookUp(token, tokenHash);
      underWay.set(tokenHash, shared);
      return shared;
    },
    async isSetUp() {
      if (hasFoundAdmin) return true;
      askingForAdmin ??= database.read(adminExists).finally(() => {
        askingForAdmin = null;
      });
      if (await askingForAdmin) hasFoundAdmin = true;
      return hasFoundAdmin;
    },
    isKnownSetUp: () => hasFoundAdmin,
    findSession: (sessionId) => database.read((sql) => findSession(sql, sessionId, clock.nowMicros())),
    recheck: (caller) => database.read((sql) => findCallerAgain(sql, caller, clock.nowMicros())),
    async recheckIn(sql, caller) {
      const current = await findCallerAgain(sql, caller, clock.nowMicros());
      if (current) return current;
      if (caller.kind === 'key') throw new ApiError('unauthorized', 'These credentials are not known here, or were revoked.');
      throw new ApiError('session_expired', 'The session was ended: sign in again.');
    },
    forget() {
      generation += 1;
      remembered.clear();
      hashes.clear();
      underWay.clear();
      askingForAdmin = null;
    },
  };
}

interface SessionRow {
  session_id: string;
  expires_at: number;
  revoked_at: number | null;
  id: string;
  email: string;
  name: string;
  role: UserRole;
  skills: string;
  disabled: number;
}

interface KeyRow {
  id: string;
  name: string;
  source: string;
  scopes: string;
}

const SELECT_SESSION = `SELECT s.id AS session_id, s.expires_at, s.revoked_at, u.id, u.email, u.name, u.role, u.skills, u.disabled
  FROM sessions s JOIN users u ON u.id = s.user_id`;
const SELECT_KEY = 'SELECT id, name, source, scopes FROM api_keys';

async function findCaller(sql: Sql, token: string, tokenHash: string, now: number): Promise<{ caller: Caller; expiresAtMicros: number }> {
  const session = token.startsWith(SESSION_PREFIX) && (await sql.get<SessionRow>(`${SELECT_SESSION} WHERE s.token_hash = ?`, [tokenHash]));
  if (session) {
    if (session.disabled === 1) throw new ApiError('unauthorized', 'This account is disabled: ask an admin.');
    if (session.revoked_at !== null) throw new ApiError('session_expired', 'The session was ended: sign in again.');
    if (session.expires_at <= now) throw new ApiError('session_expired', 'The session has expired: sign in again.');
    return { caller: callerOfSession(session), expiresAtMicros: session.expires_at };
  }
  const key = await sql.get<KeyRow>(`${SELECT_KEY} WHERE secret_hash = ? AND revoked_at IS NULL`, [tokenHash]);
  if (!key) throw new ApiError('unauthorized', 'These credentials are not known here, or were revoked.');
  return { caller: callerOfKey(key), expiresAtMicros: Number.POSITIVE_INFINITY };
}

async function findCallerAgain(sql: Sql, caller: Caller, now: number): Promise<Caller | null> {
  if (caller.kind === 'key') {
    const key = await sql.get<KeyRow>(`${SELECT_KEY} WHERE id = ? AND revoked_at IS NULL`, [caller.keyId]);
    return key ? callerOfKey(key) : null;
  }
  return findSession(sql, caller.sessionId, now);
}

async function findSession(sql: Sql, sessionId: string, now: number): Promise<(Caller & { kind: 'user' }) | null> {
  const session = await sql.get<SessionRow>(
    `${SELECT_SESSION} WHERE s.id = ? AND s.revoked_at IS NULL AND s.expires_at > ? AND u.disabled = 0`,
    [sessionId, now],
  );
  return session ? callerOfSession(session) : null;
}

function callerOfSession(row: SessionRow): Caller & { kind: 'user' } {
  const { id, email, name, role } = row;
  const user = { id, email, name, role, skills: JSON.parse(row.skills) as string[], disabled: row.disabled === 1 };
  return { kind: 'user', user, sessionId: row.session_id };
}

function callerOfKey(row: KeyRow): Caller {
  return { kind: 'key', keyId: row.id, name: row.name, source: row.source, scopes: JSON.parse(row.scopes) as string[] };
}

async function adminExists(sql: Sql): Promise<boolean> {
  const row = await sql.get(
    `SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND disabled = 0)
       OR EXISTS (SELECT 1 FROM api_keys WHERE revoked_at IS NULL AND scopes LIKE '%"admin"%')`,
  );
  return row !== undefined;
}
