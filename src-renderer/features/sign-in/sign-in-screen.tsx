import { Link, Server } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { DocketBridge } from '../../../src-shared/ipc/contract.ts';
import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { EntranceBox, EntranceCard } from './entrance-card.tsx';
import { LinkScreen } from './link-screen.tsx';
import { SetUpScreen } from './set-up-screen.tsx';
import { SignInForm } from './sign-in-form.tsx';

export interface SignInScreenProps {
  bridge: DocketBridge;
  suggestedServer: string | null;
}

/** The ways in: an account, a link from an admin, a server that is new. */
export function SignInScreen({ bridge, suggestedServer }: SignInScreenProps) {
  const [way, setWay] = useState<'sign-in' | 'set-up' | 'set-up-known' | 'link'>('sign-in');
  const [server, setServer] = useState(suggestedServer ?? '');
  const signIn = (address = server) => {
    setServer(address);
    setWay('sign-in');
  };
  switch (way) {
    case 'sign-in':
      return (
        <SignInCard
          bridge={bridge}
          server={server}
          onSetUp={() => setWay('set-up')}
          onNotSetUp={(address) => {
            setServer(address);
            setWay('set-up-known');
          }}
          onLink={() => setWay('link')}
        />
      );
    case 'set-up':
    case 'set-up-known':
      return <SetUpScreen bridge={bridge} server={server} isNew={way === 'set-up-known'} onBack={() => signIn()} onSignIn={signIn} />;
    case 'link':
      return <LinkScreen bridge={bridge} onBack={() => signIn()} />;
  }
}

interface SignInCardProps {
  bridge: DocketBridge;
  server: string;
  onSetUp: () => void;
  onNotSetUp: (server: string) => void;
  onLink: () => void;
}

function SignInCard({ bridge, server, onSetUp, onNotSetUp, onLink }: SignInCardProps) {
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <EntranceCard
      title={t('signIn.title')}
      subtitle={t('signIn.subtitle')}
      footer={
        <div className="flex flex-wrap justify-center gap-x-2 gap-y-1">
          <Button variant="quiet" icon={Link} onClick={onLink}>
            {t('entrance.link')}
          </Button>
          <Button variant="quiet" icon={Server} onClick={onSetUp}>
            {t('entrance.setUp')}
          </Button>
        </div>
      }
    >
      <EntranceBox>
        <SignInForm bridge={bridge} server={server} email="" firstField={first} onNotSetUp={onNotSetUp} />
      </EntranceBox>
    </EntranceCard>
  );
}
