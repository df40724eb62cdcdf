import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import type { Account, DocketBridge } from '../../src-shared/ipc/contract.ts';
import type { ConsoleData } from '../data/console-data.ts';
import type { OpenOptions, ReplicaPlace } from '../data/open-console-data.ts';
import { ServerApi } from '../data/server-api.ts';
import { takeTurn } from '../data/take-turn.ts';
import { t } from '../i18n/translate.ts';
import { cleanScreen } from '../state/clean-screen.ts';
import { connectColumnLayouts } from '../state/column-layouts.ts';
import { ConsoleProvider } from '../state/console-context.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Console } from './console.tsx';

export type OpenData = (account: Account, options: OpenOptions) => Promise<ConsoleData>;

export interface AccountConsoleProps {
  bridge: DocketBridge;
  account: Account;
  openData: OpenData;
}

type Opening = { state: 'opening' } | { state: 'failed'; message: string } | { state: 'open'; data: ConsoleData };

/** Opens the account's replica, once per account, and closes it when another one takes over. */
export function AccountConsole({ bridge, account, openData }: AccountConsoleProps) {
  const [attempt, setAttempt] = useState(0);
  const opening = useOpenedData(account, openData, attempt);
  const data = opening.state === 'open' ? opening.data : null;
  const server = useMemo(() => new ServerApi((input, init) => fetch(input, init), location.origin), []);
  const handles = useMemo(() => (data ? { bridge, data, account, server } : null), [bridge, data, account, server]);

  if (opening.state === 'failed') {
    return (
      <main className="h-full bg-canvas">
        <ErrorState
          title={t('app.openFailed.title')}
          text={t('app.openFailed.text', { message: opening.message })}
          action={t('app.tryAgain')}
          headingLevel={1}
          onAction={() => setAttempt(attempt + 1)}
        />
      </main>
    );
  }
  if (!handles) {
    return (
      <main className="flex h-full items-center justify-center gap-2 bg-canvas text-ink-muted">
        <Spinner />
        <p role="status">{t('app.opening')}</p>
      </main>
    );
  }
  return (
    <ConsoleProvider handles={handles}>
      <Console />
    </ConsoleProvider>
  );
}

function useOpenedData(account: Account, openData: OpenData, attempt: number): Opening {
  const [opening, setOpening] = useState<Opening>({ state: 'opening' });
  const [place, setPlace] = useState<ReplicaPlace>('disk');
  // The account object changes with every sign-in; the replica only with its key, which remounts this component.
  const [first] = useState(account);
  useEffect(() => cleanScreen(), []);
  useLayoutEffect(() => connectColumnLayouts(first.key, localStorage), [first]);
  useEffect(() => {
    let current = true;
    let close: () => void = () => undefined;
    setOpening({ state: 'opening' });
    const onBroken: OpenOptions['onBroken'] = (how) => {
      if (current) setPlace((known) => (how === 'unreadable' && known === 'disk' ? 'anew' : 'memory'));
    };
    // A second try starts with the same account: `attempt` is what makes it one.
    const tries = attempt;
    const open = async () => {
      // One replica at a time, whichever component had the one before: it may still be writing.
      const endTurn = await takeTurn(first.key);
      if (!current) {
        endTurn();
        return;
      }
      try {
        const data = await openData(first, { place, onBroken });
        // What cannot be closed any more is gone with the page.
        close = () =>
          void data
            .close()
            .catch(() => undefined)
            .finally(endTurn);
        if (current) setOpening({ state: 'open', data });
        else close();
      } catch (error) {
        endTurn();
        if (current && tries === attempt) setOpening({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
      }
    };
    void open();
    return () => {
      current = false;
      close();
    };
  }, [first, openData, attempt, place]);
  return opening;
}
