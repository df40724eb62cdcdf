import { Cable, Plus } from 'lucide-react';
import type { Connector, ConnectorKind } from '../../../../src-shared/schema/connector.ts';
import { formatNumber, t } from '../../../i18n/translate.ts';
import type { Resource } from '../../../state/use-resource.ts';
import { Button } from '../../../ui/button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { MomentText } from '../shell/moment-text.tsx';
import { useLookAgain } from '../shell/use-look-again.ts';
import { ConnectorHealth } from './connector-health.tsx';

const LOOK_AGAIN_MS = 5_000;

export interface ConnectorListProps {
  connectors: Resource<{ items: Connector[] }>;
  kinds: readonly ConnectorKind[];
  onCreate: () => void;
  onOpen: (id: string) => void;
}

export function ConnectorList({ connectors, kinds, onCreate, onOpen }: ConnectorListProps) {
  useLookAgain(connectors.reload, LOOK_AGAIN_MS);
  return (
    <>
      <PageHeader title={t('settings.connectors')} text={t('connectors.text')}>
        <Button variant="primary" icon={Plus} onClick={onCreate}>
          {t('connectors.create')}
        </Button>
      </PageHeader>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto border-t border-line [@media(max-height:480px)]:flex-none">
        <Loaded resource={connectors}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={Cable} title={t('connectors.empty.title')} text={t('connectors.empty.text')}>
                <Button onClick={onCreate}>{t('connectors.create')}</Button>
              </EmptyState>
            ) : (
              <DataTable
                label={t('settings.connectors')}
                columns={columns(kinds)}
                rows={items}
                keyOf={({ id }) => id}
                onOpen={({ id }) => onOpen(id)}
              />
            )
          }
        </Loaded>
      </div>
    </>
  );
}

function columns(kinds: readonly ConnectorKind[]): readonly DataColumn<Connector>[] {
  const names = new Map(kinds.map(({ kind, name }) => [kind, name]));
  return [
    { id: 'name', header: t('connectors.name'), cell: ({ name }) => <span className="font-medium">{name}</span> },
    {
      id: 'kind',
      header: t('connectors.kind'),
      width: 'w-44',
      importance: 'third',
      cell: ({ kind }) => <span className="text-ink-muted">{names.get(kind) ?? kind}</span>,
    },
    { id: 'health', header: t('connectors.state'), width: 'w-44', cell: ({ health }) => <ConnectorHealth health={health} /> },
    { id: 'items', header: t('connectors.openItems'), width: 'w-24', align: 'end', cell: (row) => formatNumber(row.open_items) },
    {
      id: 'last',
      header: t('connectors.lastRun'),
      width: 'w-32',
      importance: 'third',
      cell: ({ last_run: run }) => <MomentText at={run?.ended_at ?? run?.started_at ?? null} />,
    },
    {
      id: 'next',
      header: t('connectors.nextRun'),
      width: 'w-32',
      importance: 'third',
      cell: (row) => (row.next_run_at === null ? <span className="text-ink-faint">–</span> : <MomentText at={row.next_run_at} />),
    },
  ];
}
