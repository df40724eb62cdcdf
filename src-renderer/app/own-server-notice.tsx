import { useEffect, useState } from 'react';
import type { LocalServerState } from '../../src-shared/ipc/contract.ts';
import { sayKnown } from '../i18n/say-again.ts';
import { t } from '../i18n/translate.ts';
import { useConsole } from '../state/console-context.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';

/** The server that this console runs for itself stopped, and does not come back by itself. */
export function OwnServerNotice() {
  const { bridge, account } = useConsole();
  const [own, setOwn] = useState<LocalServerState | null>(null);
  useEffect(() => {
    const off = bridge.on('server.localChanged', setOwn);
    void bridge.call('server.local', null).then((state) => setOwn((known) => known ?? state));
    return off;
  }, [bridge]);
  if (!own?.reason || own.address !== account.server) return null;
  return (
    <Banner tone="warning" text={sayKnown(own.reason)}>
      {/* What becomes of it is told like everything else of it. */}
      <Button size="small" busy={own.phase === 'starting'} onClick={() => void bridge.call('server.startLocal', null)}>
        {t('app.tryAgain')}
      </Button>
    </Banner>
  );
}
