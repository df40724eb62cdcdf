import { ListChecks, Pause, Play, RefreshCw } from 'lucide-react';
import { useCallback, useState } from 'react';
import { CONNECTOR_ENDPOINTS } from '../../../../src-shared/http/connector-endpoints.ts';
import type { Connector, ConnectorKind } from '../../../../src-shared/schema/connector.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { type Resource, useResource } from '../../../state/use-resource.ts';
import { Button } from '../../../ui/button.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { TabList } from '../../../ui/tab-list.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { useLookAgain } from '../shell/use-look-again.ts';
import { usePageBack } from '../shell/use-page-back.ts';
import { BudgetMeters } from './budget-meters.tsx';
import { ConnectorHealth } from './connector-health.tsx';
import { ConnectorNotes } from './connector-notes.tsx';
import { ConnectorSettings } from './connector-settings.tsx';
import { MappingForm } from './mapping-form.tsx';
import { RunLog } from './run-log.tsx';

const LOOK_AGAIN_MS = 2_000;

export interface ConnectorPageProps {
  connectorId: string;
  kinds: Resource<{ items: ConnectorKind[] }>;
  onLeave: () => void;
}

/** One connector: what it did and does, how words and people are mapped, and how it is set up. */
export function ConnectorPage({ connectorId, kinds, onLeave }: ConnectorPageProps) {
  const { server } = useConsole();
  const back = usePageBack(onLeave, connectorId);
  const connector = useResource(
    useCallback(
      (signal) => server.call(CONNECTOR_ENDPOINTS['connectors.get'], { parameters: { id: connectorId }, signal }),
      [server, connectorId],
    ),
  );
  const [tab, setTab] = useState<'runs' | 'mapping' | 'settings'>('runs');
  useLookAgain(connector.reload, LOOK_AGAIN_MS);
  const kind = kinds.value?.items.find(({ kind: name }) => name === connector.value?.kind) ?? null;

  return (
    <>
      <ConnectorHead connector={connector} connectorId={connectorId} kindName={kind?.name} onLeave={back} />
      <Loaded resource={connector}>
        {(known) => (
          <>
            <div className="flex flex-col gap-2 px-6 pb-3 empty:hidden max-medium:px-4">
              <ConnectorNotes connector={known} onChanged={connector.reload} />
            </div>
            <TabList
              label={known.name}
              className="px-4 max-medium:px-2"
              value={tab}
              onChange={setTab}
              tabs={[
                { value: 'runs', label: t('connectors.tab.runs') },
                { value: 'mapping', label: t('connectors.tab.mapping') },
                { value: 'settings', label: t('connectors.tab.settings') },
              ]}
            >
              {tab === 'runs' ? (
                <>
                  {known.has_credentials && known.budgets.length > 0 ? (
                    <div className="border-b border-line px-6 py-3 max-medium:px-4">
                      <BudgetMeters budgets={known.budgets} />
                    </div>
                  ) : null}
                  <RunLog connectorId={connectorId} />
                </>
              ) : (
                <Loaded resource={kinds}>
                  {() =>
                    kind === null ? null : tab === 'mapping' ? (
                      <MappingForm connector={known} kind={kind} onChanged={connector.replace} />
                    ) : (
                      <ConnectorSettings connector={known} kind={kind} onChanged={connector.replace} onDeleted={back} />
                    )
                  }
                </Loaded>
              )}
            </TabList>
          </>
        )}
      </Loaded>
    </>
  );
}

interface ConnectorHeadProps {
  connector: Resource<Connector>;
  connectorId: string;
  kindName: string | undefined;
  onLeave: () => void;
}

function ConnectorHead({ connector, connectorId, kindName, onLeave }: ConnectorHeadProps) {
  const { server } = useConsole();
  const running = useAction();
  const switching = useAction();
  const known = connector.value;
  const parameters = { id: connectorId };
  const runNow = async (full: boolean) => {
    await running.run(() => server.call(CONNECTOR_ENDPOINTS['connectors.run'], { parameters, query: { full }, body: {} }));
    connector.reload();
  };
  const cannotRun = !known?.enabled || !known.has_credentials;
  const setEnabled = async (enabled: boolean) => {
    const changed = await switching.run(() => server.call(CONNECTOR_ENDPOINTS['connectors.change'], { parameters, body: { enabled } }));
    if (changed) connector.replace(changed.value);
  };
  return (
    <>
      <PageHeader
        title={known?.name ?? connectorId}
        text={known ? [kindName, known.account?.name].filter(Boolean).join(' · ') : undefined}
        back={{ label: t('connectors.back'), onBack: onLeave }}
        badge={known ? <ConnectorHealth health={known.health} /> : null}
      >
        {known ? (
          <>
            <Button icon={RefreshCw} busy={running.busy} disabled={cannotRun} onClick={() => void runNow(false)}>
              {t('connectors.runNow')}
            </Button>
            <Button icon={ListChecks} busy={running.busy} disabled={cannotRun} onClick={() => void runNow(true)}>
              {t('connectors.runFull')}
            </Button>
            <Button icon={known.enabled ? Pause : Play} busy={switching.busy} onClick={() => void setEnabled(!known.enabled)}>
              {t(known.enabled ? 'connectors.pause' : 'connectors.resume')}
            </Button>
          </>
        ) : null}
      </PageHeader>
      <div className="px-6 empty:hidden max-medium:px-4">
        <ChangeFailure failure={running.failure ?? switching.failure} />
      </div>
    </>
  );
}
