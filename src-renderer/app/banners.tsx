import { useState } from 'react';
import { t } from '../i18n/translate.ts';
import { useConsole } from '../state/console-context.tsx';
import { openOverlay, raiseAlert, useInterface } from '../state/interface-state.ts';
import { useStore } from '../state/use-store.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';

/** What stands above the work until its cause is gone. */
export function Banners() {
  const { data, account } = useConsole();
  const { mode } = useStore(data.syncState);
  const alert = useInterface((state) => state.alert);
  const [storageSeen, setStorageSeen] = useState(false);
  const expired = account.expired || mode === 'expired';
  return (
    <>
      {alert ? (
        <Banner tone="danger" title={alert.title} text={alert.text} dismissLabel={t('app.dismiss')} onDismiss={() => raiseAlert(null)} />
      ) : null}
      {expired ? (
        <Banner tone="warning" text={t('banner.expired')}>
          <Button size="small" onClick={() => openOverlay('sign-in')}>
            {t('banner.signIn')}
          </Button>
        </Banner>
      ) : null}
      {mode === 'incompatible' ? <Banner tone="warning" text={t('banner.incompatible')} /> : null}
      {account.tokenStorage === 'file' && !storageSeen ? (
        <Banner tone="warning" text={t('banner.tokenInFile')} dismissLabel={t('app.dismiss')} onDismiss={() => setStorageSeen(true)} />
      ) : null}
    </>
  );
}
