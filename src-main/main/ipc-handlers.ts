import type { App } from 'electron';
import { type DesktopHandlerDependencies, desktopHandlers } from './desktop/desktop-handlers.ts';
import type { IpcHandlers } from './ipc.ts';
import type { Journal } from './journal/journal.ts';
import type { JournalShelf } from './journal/journal-shelf.ts';
import type { LocalServer } from './local-server.ts';
import { NO_LINK, openOneTimeLink, useOneTimeLink } from './one-time-link.ts';
import { type PlayerHandlerDependencies, playerHandlers } from './player/player-handlers.ts';
import { probeServer } from './probe-server.ts';
import type { Session } from './session.ts';

export interface IpcHandlerDependencies extends PlayerHandlerDependencies, DesktopHandlerDependencies {
  session: Session;
  journals: JournalShelf;
  localServer: LocalServer;
  fetch: typeof fetch;
  /** False when the address may not be opened, or the system could not. */
  openExternal: (url: string) => Promise<boolean>;
  app: Pick<App, 'getVersion'>;
}

type Failure = { ok: false; code: string; message: string };
const SIGNED_OUT: Failure = { ok: false, code: 'signed_out', message: 'Nobody is signed in.' };

export function createIpcHandlers(dependencies: IpcHandlerDependencies): IpcHandlers {
  const { session, journals, openExternal, app } = dependencies;
  /** A page speaks only to the journal of the account that is signed in. */
  const withJournal = async <Outcome>(use: (journal: Journal) => Promise<Outcome>): Promise<Outcome | Failure> => {
    const { account } = session;
    return account ? use(journals.of(account.key)) : SIGNED_OUT;
  };
  return {
    ...entranceHandlers(dependencies),
    ...playerHandlers(dependencies),
    ...desktopHandlers(dependencies),
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

type Entrance =
  | `session.${'get' | 'signIn' | 'setUp' | 'useLink' | 'signOut'}`
  | 'link.open'
  | `server.${'probe' | 'local' | 'startLocal'}`;

/** How somebody gets in, and out. */
function entranceHandlers({ session, localServer, fetch }: IpcHandlerDependencies): Pick<IpcHandlers, Entrance> {
  return {
    'session.get': async () => session.state,
    'session.signIn': (parameters) => session.signIn(parameters),
    'session.setUp': ({ server, ...body }) => session.enter(server, { path: '/api/v1/first-run', body }),
    'session.useLink': async ({ url, name, password }) => {
      const use = useOneTimeLink(url, { name, password });
      return use ? session.enter(use.server, use.request) : NO_LINK;
    },
    'session.signOut': () => session.signOut(),
    'link.open': ({ url }) => openOneTimeLink(fetch, url),
    'server.probe': ({ server }) => probeServer(fetch, server),
    'server.local': async () => localServer.state,
    'server.startLocal': () => localServer.start(),
  };
}
