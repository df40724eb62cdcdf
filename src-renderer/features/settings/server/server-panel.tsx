import { CircleCheck } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { SERVER_ENDPOINTS, type ServerState } from '../../../../src-shared/http/server-endpoints.ts';
import { formatNumber, t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useResource } from '../../../state/use-resource.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { type Fact, FactList } from '../../../ui/fact-list.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Section } from '../../../ui/section.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { MomentText } from '../shell/moment-text.tsx';
import { BackupSection } from './backup-section.tsx';
import { ConfigurationSection } from './configuration-section.tsx';
import { formatBytes } from './format-bytes.ts';

const STATUSES = ['TODO', 'ASSIGNED', 'STARTED', 'DONE'] as const;

export function ServerPanel() {
  const { server } = useConsole();
  const state = useResource(useCallback((signal) => server.call(SERVER_ENDPOINTS['server.get'], { signal }), [server]));
  return (
    <>
      <PageHeader title={t('settings.server')} text={t('server.text')}>
        <Button busy={state.busy} onClick={state.reload}>
          {t('settings.refresh')}
        </Button>
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line [@media(max-height:480px)]:flex-none">
        <Loaded resource={state}>
          {(known) => (
            <div className="grid max-w-[1080px] grid-cols-1 gap-x-12 gap-y-8 px-6 py-5 max-medium:px-4 min-[1180px]:grid-cols-2">
              <Running state={known} />
              <Section level={2} title={t('server.database')}>
                <FactList facts={databaseFacts(known)} />
              </Section>
              <Section level={2} title={t('server.work')} text={t('server.work.text')}>
                <FactList facts={workFacts(known)} />
              </Section>
              <BackupSection state={known} onMade={state.reload} />
              <ConfigurationSection configuration={known.configuration} onChanged={state.reload} />
            </div>
          )}
        </Loaded>
      </div>
    </>
  );
}

function Running({ state }: { state: ServerState }) {
  const { account, bridge } = useConsole();
  const [consoleVersion, setConsoleVersion] = useState('');
  useEffect(() => {
    let current = true;
    void bridge.call('app.info', null).then(({ version }) => {
      if (current) setConsoleVersion(version);
    });
    return () => {
      current = false;
    };
  }, [bridge]);
  return (
    <Section level={2} title={t('server.running')}>
      <FactList
        facts={[
          {
            name: t('server.health'),
            value: (
              <Badge icon={CircleCheck} tone="good">
                {t('server.health.ok')}
              </Badge>
            ),
          },
          { name: t('server.address'), value: account.server },
          { name: t('server.version'), value: state.version },
          { name: t('server.version.console'), value: consoleVersion },
          { name: t('server.node'), value: state.node },
          { name: t('server.started'), value: <MomentText at={state.started_at} /> },
          { name: t('server.memory'), value: formatBytes(state.memory_bytes) },
        ]}
      />
    </Section>
  );
}

function databaseFacts({ database: { kind, bytes, migration, seq } }: ServerState): readonly Fact[] {
  return [
    { name: t('server.database'), value: t(`server.database.${kind}`) },
    { name: t('server.size'), value: formatBytes(bytes) },
    { name: t('server.feed'), value: formatNumber(seq) },
    { name: t('server.migration'), value: <span className="font-mono text-small">{migration}</span> },
  ];
}

function workFacts({ tasks, deliveries, streams }: ServerState): readonly Fact[] {
  return [
    ...STATUSES.map((status) => ({ name: `${t('server.tasks')}: ${t(`status.${status}`)}`, value: figure(tasks[status]) })),
    { name: t('server.deliveries.ready'), value: figure(deliveries.ready) },
    { name: t('server.deliveries.waiting'), value: figure(deliveries.waiting) },
    { name: t('server.streams'), value: figure(streams) },
  ];
}

function figure(value: number) {
  return <span className="tabular-nums">{formatNumber(value)}</span>;
}
