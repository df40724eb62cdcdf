import { useEffect, useState } from 'react';
import { t } from '../i18n/translate.ts';
import { useConsole } from '../state/console-context.tsx';
import { openOverlay, raiseAlert, useInterface } from '../state/interface-state.ts';
import { useStore } from '../state/use-store.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { isNewerVersion } from './is-newer-version.ts';
import { OwnServerNotice } from './own-server-notice.tsx';

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
      <OwnServerNotice />
      <ReplicaNotice />
      <NewerServerNotice />
      {mode === 'incompatible' ? <Banner tone="warning" text={t('banner.incompatible')} /> : null}
      {account.tokenStorage === 'file' && !storageSeen ? (
        <Banner tone="warning" text={t('banner.tokenInFile')} dismissLabel={t('app.dismiss')} onDismiss={() => setStorageSeen(true)} />
      ) : null}
    </>
  );
}

/** Says once what became of the tasks that were kept on this computer. */
function ReplicaNotice() {
  const { data } = useConsole();
  const [isSeen, setSeen] = useState(false);
  if (isSeen || data.replica === 'kept') return null;
  const text = data.replica === 'rebuilt' ? t('banner.replicaRebuilt') : t('banner.replicaInMemory');
  return <Banner tone="warning" text={text} dismissLabel={t('app.dismiss')} onDismiss={() => setSeen(true)} />;
}

const VERSION_KEY = 'docket.serverVersionSeen';

/** An older console goes on working; it is said once for each version of the server. */
function NewerServerNotice() {
  const { bridge, data } = useConsole();
  const { serverVersion } = useStore(data.workspace);
  const [consoleVersion, setConsoleVersion] = useState<string | null>(null);
  const [seen, setSeen] = useState(() => localStorage.getItem(VERSION_KEY));
  useEffect(() => {
    void bridge.call('app.info', null).then(({ version }) => setConsoleVersion(version));
  }, [bridge]);
  if (serverVersion === null || consoleVersion === null || seen === serverVersion) return null;
  if (!isNewerVersion(serverVersion, consoleVersion)) return null;
  const dismiss = () => {
    localStorage.setItem(VERSION_KEY, serverVersion);
    setSeen(serverVersion);
  };
  const text = t('banner.newerServer', { server: serverVersion, console: consoleVersion });
  return <Banner tone="warning" text={text} dismissLabel={t('app.dismiss')} onDismiss={dismiss} />;
}
