import { Pause, Play, Send } from 'lucide-react';
import { useCallback, useState } from 'react';
import { HOOK_ENDPOINTS } from '../../../../src-shared/http/hook-endpoints.ts';
import type { Hook, HookTestResult } from '../../../../src-shared/schema/hook.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { useResource } from '../../../state/use-resource.ts';
import { Button } from '../../../ui/button.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { TabList } from '../../../ui/tab-list.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { usePageBack } from '../shell/use-page-back.ts';
import { DeliveryLog } from './delivery-log.tsx';
import { HookHealth, HookHealthNote } from './hook-health.tsx';
import { HookSettings } from './hook-settings.tsx';
import { ReplayDialog } from './replay-dialog.tsx';
import { TestResult } from './test-result.tsx';

/** One endpoint: what was sent to it, and how it is set up. */
export function HookPage({ hookId, onLeave }: { hookId: string; onLeave: () => void }) {
  const { server } = useConsole();
  const parameters = { id: hookId };
  const hook = useResource(
    useCallback((signal) => server.call(HOOK_ENDPOINTS['hooks.get'], { parameters: { id: hookId }, signal }), [server, hookId]),
  );
  const [tab, setTab] = useState<'deliveries' | 'settings'>('deliveries');
  const [result, setResult] = useState<HookTestResult | null>(null);
  const [replaying, setReplaying] = useState<Hook | null>(null);
  const back = usePageBack(onLeave, hookId);
  const testing = useAction();
  const switching = useAction();

  const sendTest = async () => {
    setResult(null);
    const sent = await testing.run(() => server.call(HOOK_ENDPOINTS['hooks.test'], { parameters }));
    if (sent) setResult(sent.value);
    hook.reload();
  };
  const setEnabled = async (enabled: boolean) => {
    const changed = await switching.run(() => server.call(HOOK_ENDPOINTS['hooks.change'], { parameters, body: { enabled } }));
    if (!changed) return;
    // What was given up while nothing passed is not sent by itself.
    if (enabled && hook.value?.disabled_reason === 'failing') setReplaying(hook.value);
    hook.replace(changed.value);
  };

  const head = (known: Hook | null) => (
    <PageHeader
      title={hookId}
      text={known?.url}
      back={{ label: t('hooks.back'), onBack: back }}
      badge={known ? <HookHealth hook={known} /> : null}
    >
      <Button icon={Send} busy={testing.busy} onClick={() => void sendTest()}>
        {t('hooks.test')}
      </Button>
      {known ? (
        <Button icon={known.enabled ? Pause : Play} busy={switching.busy} onClick={() => void setEnabled(!known.enabled)}>
          {t(known.enabled ? 'hooks.pause' : 'hooks.enable')}
        </Button>
      ) : null}
    </PageHeader>
  );

  return (
    <>
      {head(hook.value)}
      <Loaded resource={hook}>
        {(known) => (
          <>
            <div className="flex flex-col gap-2 px-6 pb-3 empty:hidden max-medium:px-4">
              <HookHealthNote hook={known} />
              {result ? <TestResult result={result} onClose={() => setResult(null)} /> : null}
              <ChangeFailure failure={testing.failure ?? switching.failure} />
            </div>
            <TabList
              label={hookId}
              className="px-4 max-medium:px-2"
              value={tab}
              onChange={setTab}
              tabs={[
                { value: 'deliveries', label: t('hooks.tab.deliveries') },
                { value: 'settings', label: t('hooks.tab.settings') },
              ]}
            >
              {tab === 'deliveries' ? (
                <DeliveryLog hook={known} onChanged={hook.reload} />
              ) : (
                <HookSettings hook={known} onChanged={hook.replace} onDeleted={back} />
              )}
            </TabList>
          </>
        )}
      </Loaded>
      {replaying ? <ReplayDialog hook={replaying} onReplayed={hook.reload} onClose={() => setReplaying(null)} /> : null}
    </>
  );
}
