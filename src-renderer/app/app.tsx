import '../styles/app.css';
import { useEffect, useState } from 'react';
import type { DocketBridge, SessionState } from '../../src-shared/ipc/contract.ts';
import { eraseMarkedAccounts } from '../data/erase-account.ts';
import { SignInScreen } from '../features/sign-in/sign-in-screen.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { AccountConsole, type OpenData } from './account-console.tsx';
import { useDocumentLook } from './use-document-look.ts';
import { useTextSize } from './use-text-size.ts';

export interface AppProps {
  bridge: DocketBridge;
  /** Opens the replica of the account that is signed in; closed again with `close` when the account changes. */
  openData: OpenData;
}

/** Nobody is signed in: the form. Somebody is: their console. All of it is drawn again when the language changes. */
export function App({ bridge, openData }: AppProps) {
  const session = useSession(bridge);
  useDocumentLook();
  useTextSize(bridge);
  useErasures(bridge, session);
  return (
    <TooltipProvider delay={500}>
      {session === null ? null : session.account === null ? (
        <SignInScreen bridge={bridge} suggestedServer={session.suggestedServer} />
      ) : (
        <AccountConsole key={session.account.key} bridge={bridge} account={session.account} openData={openData} />
      )}
    </TooltipProvider>
  );
}

/** What was to be erased with a sign-out is, as soon as somebody else or nobody is here. */
function useErasures(bridge: DocketBridge, session: SessionState | null): void {
  const currentKey = session?.account?.key ?? null;
  const isKnown = session !== null;
  useEffect(() => {
    if (isKnown) void eraseMarkedAccounts({ bridge, storage: localStorage, databases: indexedDB, currentKey });
  }, [bridge, isKnown, currentKey]);
}

function useSession(bridge: DocketBridge): SessionState | null {
  const [session, setSession] = useState<SessionState | null>(null);
  useEffect(() => {
    let current = true;
    const off = bridge.on('session.changed', setSession);
    void bridge.call('session.get', null).then((state) => {
      if (current) setSession((known) => known ?? state);
    });
    return () => {
      current = false;
      off();
    };
  }, [bridge]);
  return session;
}
