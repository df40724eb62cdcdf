import type { App } from 'electron';
import type { IpcHandlers } from './ipc.ts';
import type { Journal } from './journal/journal.ts';
import type { JournalShelf } from './journal/journal-shelf.ts';
import type { Session } from './session.ts';

export interface IpcHandlerDependencies {
  session: Session;
  journals: JournalShelf;
  /** False when the address may not be opened, or the system could not. */
  openExternal: (url: string) => Promise<boolean>;
  app: Pick<App, 'getVersion'>;
}

type Failure = { ok: false; code: string; message: string };
const SIGNED_OUT: Failure = { ok: false, code: 'signed_out', message: 'Nobody is signed in.' };

export function createIpcHandlers({ session, journals, openExternal, app }: IpcHandlerDependencies): IpcHandlers {
  /** A page speaks only to the journal of the account that is signed in. */
  const withJournal = async <Outcome>(use: (journal: Journal) => Promise<Outcome>): Promise<Outcome | Failure> => {
    const { account } = session;
    return account ? use(journals.of(account.key)) : SIGNED_OUT;
  };
  return {
    'session.get': async () => session.state,
    'session.signIn': (parameters) => session.signIn(parameters),
    'session.signOut': () => session.signOut(),
    'journal.open': ({ outbox }) => withJournal((journal) => journal.open(outbox)),
    'journal.append': ({ drafts }) => withJournal((journal) => journal.append(drafts)),
    'journal.settle': ({ records }) => withJournal((journal) => journal.settle(records)),
    'journal.renumber': () => withJournal((journal) => journal.renumber()),
    'shell.openExternal': async ({ url }) =>
      (await openExternal(url))
        ? { ok: true, value: null }
        : {
            ok: false,
            code: 'bad_address',
            message: 'This address could not be opened: only http and https addresses are, in the system’s browser.',
          },
    'app.info': async () => ({ version: app.getVersion(), platform: process.platform, electron: process.versions.electron ?? '' }),
  };
}
