import { readFile } from 'node:fs/promises';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { normalizeServerAddress } from './server-address.ts';
import type { Session } from './session.ts';

const RETRY_MS = 1_000;

const AccountFile = Type.Object({ email: Type.String(), password: Type.String(), server: Type.Optional(Type.String()) });

/** Failures that pass by themselves while a server starts. */
const PASSING_CODES = ['server_unreachable', 'not_set_up', 'unavailable', 'internal_error', 'rate_limited'];

/**
 * Signs in with the credentials of a file when nobody is signed in, the token ran out or the server has another address
 * now (the usual port was taken, say), and tries again quietly while
 * the server is not there. Gives up, quietly too, when the server refuses: the form is there for that. Aborted by `signal`.
 */
export async function signInFromFile(session: Session, file: string, suggestedServer: string | null, signal: AbortSignal): Promise<void> {
  const account = await readAccount(file);
  if (!Check(AccountFile, account)) return;
  const server = normalizeServerAddress(account.server ?? suggestedServer ?? '');
  if (server === null) return;
  const isWanted = () => !signal.aborted && (session.account === null || session.account.expired || session.account.server !== server);
  while (isWanted()) {
    const outcome = await session.signIn({ server, email: account.email, password: account.password }, isWanted);
    if (outcome.ok || !PASSING_CODES.includes(outcome.code)) return;
    await waitFor(RETRY_MS, signal);
  }
}

async function readAccount(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // None, or half of one: nobody is signed in by it, and the form is there.
    return null;
  }
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
