import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { Account, IpcParameters, IpcResult, SessionState } from '../../src-shared/ipc/contract.ts';
import { User } from '../../src-shared/schema/user.ts';
import type { LocalServer } from './local-server.ts';
import { probeServer } from './probe-server.ts';
import { BAD_ADDRESS, normalizeServerAddress } from './server-address.ts';
import { logInToServer, type SignInRequest } from './server-login.ts';
import type { TokenVault } from './token-vault.ts';
import { writeFileDurably } from './write-file-durably.ts';

const SessionFile = Type.Object({
  server: Type.String(),
  user: User,
  expired: Type.Boolean(),
  /** On the console's own server, wherever that listens. Absent: an earlier version wrote this. */
  own: Type.Optional(Type.Boolean()),
  token: Type.Object({ storage: Type.Union([Type.Literal('keyring'), Type.Literal('file')]), value: Type.String() }),
});
type SessionFile = Static<typeof SessionFile>;

/** What a sign-out leaves behind: where the form starts from next time. */
const SignedOutFile = Type.Object({ server: Type.String(), own: Type.Optional(Type.Boolean()) });
type SignedOutFile = Static<typeof SignedOutFile>;

export interface SessionDependencies {
  /** The folder of this installation's user data. */
  directory: string;
  vault: TokenVault;
  fetch: typeof fetch;
  /** Operations of an account that its server has not answered. */
  countUnsent: (accountKey: string) => Promise<number>;
  suggestedServer: string | null;
  ownServer: OwnServer;
}

/** The server that came with the console: its address may be another one at each start. */
export type OwnServer = Pick<LocalServer, 'owns' | 'locate'>;

type Located = Awaited<ReturnType<OwnServer['locate']>>;
type Failure = Extract<IpcResult<'session.signIn'>, { ok: false }>;
const NOT_FORGOTTEN: Failure = {
  ok: false,
  code: 'not_forgotten',
  message: 'The sign-in could not be removed from the disk of this computer: you are still signed in. Try again.',
};
const OVERTAKEN: Failure = { ok: false, code: 'overtaken', message: 'Somebody has signed in meanwhile.' };
const NOT_KEPT: Failure = {
  ok: false,
  code: 'not_kept',
  message: 'The sign-in could not be written to the disk of this computer. Free some space and try again.',
};

/** Who is signed in, where, and the token that never leaves the main process. */
export class Session {
  private readonly dependencies: SessionDependencies;
  private readonly file: string;
  private readonly listeners = new Set<(state: SessionState) => void>();
  private kept: { account: Account; token: string; own: boolean } | null = null;
  private lastServer: { address: string; own: boolean } | null = null;
  private last: Promise<unknown> = Promise.resolve();

  constructor(dependencies: SessionDependencies) {
    this.dependencies = dependencies;
    this.file = join(dependencies.directory, 'session.json');
  }

  /** Takes up the account of the last run as it is, with or without a network. */
  async load(): Promise<void> {
    const content = await this.readContent();
    if (Check(SignedOutFile, content)) this.lastServer = { address: content.server, own: this.isOwn(content) };
    const stored = Check(SessionFile, content) ? content : null;
    if (!stored) return;
    const token = await this.dependencies.vault.unseal(stored.token);
    this.kept = {
      account: {
        key: accountKeyOf(stored.user.id),
        server: stored.server,
        user: stored.user,
        tokenStorage: stored.token.storage,
        expired: stored.expired || token === null,
      },
      token: token ?? '',
      own: this.isOwn(stored),
    };
  }

  private isOwn({ server, own }: SignedOutFile): boolean {
    return own ?? this.dependencies.ownServer.owns(server);
  }

  get state(): SessionState {
    const suggestedServer = this.kept?.account.server ?? this.dependencies.suggestedServer ?? this.lastServer?.address ?? null;
    return { account: this.kept?.account ?? null, suggestedServer };
  }

  get account(): Account | null {
    return this.kept?.account ?? null;
  }

  /** Where the console's own server was when somebody was last signed in to it; null: it was another server. */
  get ownAddress(): string | null {
    if (this.kept) return this.kept.own ? this.kept.account.server : null;
    return this.lastServer?.own ? this.lastServer.address : null;
  }

  /** The console's own server listens somewhere else now. The account stays the same, and all that is kept of it. */
  async followOwnServer(address: string): Promise<void> {
    await this.inTurn(async () => {
      if (this.ownAddress === null || this.ownAddress === address) return;
      if (this.kept) this.kept = { ...this.kept, account: { ...this.kept.account, server: address } };
      else this.lastServer = { address, own: true };
      this.announce();
      const stored = await this.readContent();
      if (!Check(SessionFile, stored) && !Check(SignedOutFile, stored)) return;
      // On a full disk the next start looks where it was, finds that it moved, and follows again.
      await writeFileDurably(this.file, JSON.stringify({ ...stored, server: address, own: true })).catch(() => null);
    });
  }

  credentials(): { server: string; token: string } | null {
    return this.kept && this.kept.token !== '' ? { server: this.kept.account.server, token: this.kept.token } : null;
  }

  onChange(listener: (state: SessionState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** `isStillWanted` is asked when the server has said yes: by who signs in for somebody who may do so meanwhile. */
  async signIn(
    { server, email, password }: IpcParameters<'session.signIn'>,
    isStillWanted = () => true,
  ): Promise<IpcResult<'session.signIn'>> {
    const outcome = await this.enter(server, { path: '/api/v1/auth/login', body: { email, password } }, isStillWanted);
    if (outcome.ok || outcome.code !== 'invalid_credentials') return outcome;
    // Where there is nobody yet, every password is wrong.
    const located = await this.locate(server);
    const probed = located.ok ? await probeServer(this.dependencies.fetch, located.value) : located;
    return probed.ok && probed.value.needsSetUp
      ? { ok: false, code: 'not_set_up', message: 'This server has no admin yet: set it up first.' }
      : outcome;
  }

  /** Signs in with whatever the request proves: a password, a code, a link. */
  async enter(typedServer: string, request: SignInRequest, isStillWanted = () => true): Promise<IpcResult<'session.signIn'>> {
    const located = await this.locate(typedServer);
    if (!located.ok) return located;
    const server = located.value;
    const login = await logInToServer(this.dependencies.fetch, server, request);
    if (!login.ok) return login;
    const refusal = await this.inTurn(async () => (isStillWanted() ? this.changeAccount(server, login.user, login.token) : OVERTAKEN));
    if (!refusal) return { ok: true, value: this.state };
    await this.revokeOnServer(server, login.token);
    return refusal;
  }

  private async locate(typed: string): Promise<Located> {
    const server = normalizeServerAddress(typed);
    return server === null ? BAD_ADDRESS : this.dependencies.ownServer.locate(server);
  }

  /** Forgets the token here and on the server. The local database and journal stay for the next sign-in. */
  async signOut(): Promise<IpcResult<'session.signOut'>> {
    const { kept, refusal } = await this.inTurn(async () => ({ kept: this.kept, refusal: await this.forget() }));
    if (refusal) return refusal;
    if (kept) await this.revokeOnServer(kept.account.server, kept.token);
    return { ok: true, value: this.state };
  }

  /** The server refused a token: if it is still the current one, the account waits for its owner to sign in again. */
  async markExpired(token: string): Promise<void> {
    const { kept } = this;
    if (!kept || kept.token !== token || kept.account.expired) return;
    this.kept = { ...kept, account: { ...kept.account, expired: true } };
    this.announce();
    await this.inTurn(async () => {
      if (this.kept?.token !== token) return;
      const stored = await this.readContent();
      if (Check(SessionFile, stored)) await writeFileDurably(this.file, JSON.stringify({ ...stored, expired: true } satisfies SessionFile));
    });
  }

  /** The file says what was decided last: who signs out while a token runs out does not find it there again. */
  private inTurn<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => null);
    return turn;
  }

  /** Why nobody was signed out; null: they were. */
  private async forget(): Promise<Failure | null> {
    const { kept } = this;
    if (!kept) return null;
    const { account, own } = kept;
    const { key, server } = account;
    const unsent = await this.dependencies.countUnsent(key);
    if (unsent > 0) {
      const message = `${countOperations(unsent)} not been sent yet. Connect to ${server} first, then sign out.`;
      return { ok: false, code: 'unsent_operations', message };
    }
    this.kept = null;
    try {
      await rm(this.file, { force: true });
    } catch {
      this.kept = kept;
      return NOT_FORGOTTEN;
    }
    this.lastServer = { address: server, own };
    // Only a convenience: a full disk must not keep anybody from signing out.
    await writeFileDurably(this.file, JSON.stringify({ server, own } satisfies SignedOutFile)).catch(() => null);
    this.announce();
    return null;
  }

  private async refuseChangeOfAccount(key: string): Promise<Failure | null> {
    const { kept } = this;
    if (!kept || kept.account.key === key) return null;
    const unsent = await this.dependencies.countUnsent(kept.account.key);
    if (unsent === 0) return null;
    const { user, server } = kept.account;
    return {
      ok: false,
      code: 'unsent_operations',
      message: `${countOperations(unsent)} not been sent to ${server} yet, made by ${user.name}: until then only ${user.email} can sign in.`,
    };
  }

  /** Why the account stays what it was; null: it is that person's now. */
  private async changeAccount(server: string, user: User, token: string): Promise<Failure | null> {
    const key = accountKeyOf(user.id);
    const refusal = await this.refuseChangeOfAccount(key);
    if (refusal) return refusal;
    const sealed = await this.dependencies.vault.seal(token);
    const own = this.dependencies.ownServer.owns(server);
    try {
      await writeFileDurably(this.file, JSON.stringify({ server, user, expired: false, own, token: sealed } satisfies SessionFile));
    } catch {
      return NOT_KEPT;
    }
    this.kept = { account: { key, server, user, tokenStorage: sealed.storage, expired: false }, token, own };
    this.announce();
    return null;
  }

  private async readContent(): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.file, 'utf8'));
    } catch {
      // No file: nobody has signed in. An unreadable one says nothing more than that either.
      return null;
    }
  }

  private async revokeOnServer(server: string, token: string): Promise<void> {
    if (token === '') return;
    const request = { method: 'POST', headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(5_000) };
    // Without a network the token runs out by itself on the server; here it is forgotten already.
    await this.dependencies.fetch(`${server}/api/v1/auth/logout`, request).catch(() => null);
  }

  private announce(): void {
    for (const listener of this.listeners) listener(this.state);
  }
}

/**
 * The same for the same person; safe as a folder's and a database's name. Servers draw their people's ids at random, and
 * a server that moves to another address keeps them: what was not sent yet must find it there.
 */
function accountKeyOf(userId: string): string {
  return createHash('sha256').update(userId).digest('hex').slice(0, 32);
}

function countOperations(count: number): string {
  return count === 1 ? 'One change has' : `${count} changes have`;
}
