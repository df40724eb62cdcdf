import { History } from 'lucide-react';
import { useCallback, useState } from 'react';
import { CONNECTOR_ENDPOINTS } from '../../../../src-shared/http/connector-endpoints.ts';
import type { ConnectorRun } from '../../../../src-shared/schema/connector.ts';
import { formatNumber, t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { MomentText } from '../shell/moment-text.tsx';
import { PagedTable } from '../shell/paged-table.tsx';
import { useLookAgain } from '../shell/use-look-again.ts';
import { type LoadPage, usePageList } from '../shell/use-page-list.ts';
import { RunDetail } from './run-detail.tsx';
import { RunState } from './run-state.tsx';

const LOOK_AGAIN_MS = 2_000;

/** What the connector did, newest first, kept up to date while it is looked at. */
export function RunLog({ connectorId }: { connectorId: string }) {
  const { server } = useConsole();
  const [openId, setOpenId] = useState<string | null>(null);
  const load: LoadPage<ConnectorRun> = useCallback(
    (cursor, signal) =>
      server.call(CONNECTOR_ENDPOINTS['connectors.runs'], {
        parameters: { id: connectorId },
        query: cursor === undefined ? {} : { cursor },
        signal,
      }),
    [server, connectorId],
  );
  const runs = usePageList(load);
  useLookAgain(runs.reload, LOOK_AGAIN_MS);
  const open = runs.value?.find(({ id }) => id === openId) ?? null;
  return (
    <SplitView flush detail={open ? <RunDetail run={open} onChanged={runs.reload} onClose={() => setOpenId(null)} /> : null}>
      <PagedTable
        list={runs}
        label={t('connectors.tab.runs')}
        columns={columns()}
        openKey={openId}
        onOpen={({ id }) => setOpenId(id)}
        empty={<EmptyState icon={History} title={t('runs.empty.title')} text={t('runs.empty.text')} />}
      />
    </SplitView>
  );
}

function columns(): readonly DataColumn<ConnectorRun>[] {
  const figure = (id: 'seen' | 'created' | 'updated' | 'closed', importance?: 'second' | 'third'): DataColumn<ConnectorRun> => ({
    id,
    header: t(`runs.${id}`),
    width: 'w-20',
    align: 'end',
    ...(importance ? { importance } : {}),
    cell: (run) => formatNumber(run[id]),
  });
  return [
    { id: 'status', header: t('runs.status'), width: 'w-32', cell: (run) => <RunState run={run} /> },
    { id: 'started', header: t('runs.started'), width: 'w-28', cell: (run) => <MomentText at={run.started_at} /> },
    { id: 'type', header: t('runs.type'), importance: 'third', cell: ({ type }) => t(`runs.type.${type}`) },
    figure('seen', 'third'),
    figure('created', 'second'),
    figure('updated', 'third'),
    figure('closed', 'second'),
    {
      id: 'problems',
      header: t('runs.problems'),
      width: 'w-20',
      align: 'end',
      cell: ({ error_count: count }) => <span className={count > 0 ? 'text-danger' : undefined}>{formatNumber(count)}</span>,
    },
  ];
}
