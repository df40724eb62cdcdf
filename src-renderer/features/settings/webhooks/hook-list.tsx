import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { TASK_EVENTS } from '../../../../src-shared/schema/event.ts';
import type { Hook } from '../../../../src-shared/schema/hook.ts';
import { t } from '../../../i18n/translate.ts';
import type { Resource } from '../../../state/use-resource.ts';
import { Button } from '../../../ui/button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { MomentText } from '../shell/moment-text.tsx';
import { HookHealth } from './hook-health.tsx';
import { NewHookPane } from './new-hook-pane.tsx';

export interface HookListProps {
  hooks: Resource<{ items: Hook[] }>;
  onOpen: (id: string) => void;
}

export function HookList({ hooks, onOpen }: HookListProps) {
  const [creating, setCreating] = useState(false);
  const create = () => setCreating(true);
  return (
    <>
      <PageHeader title={t('settings.webhooks')} text={t('hooks.text')}>
        <Button variant="primary" icon={Plus} onClick={create}>
          {t('hooks.create')}
        </Button>
      </PageHeader>
      <SplitView detail={creating ? <NewHookPane onCreated={hooks.reload} onOpen={onOpen} onClose={() => setCreating(false)} /> : null}>
        <Loaded resource={hooks}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={Webhook} title={t('hooks.empty.title')} text={t('hooks.empty.text')}>
                <Button onClick={create}>{t('hooks.create')}</Button>
              </EmptyState>
            ) : (
              <DataTable label={t('hooks.table')} columns={columns()} rows={items} keyOf={({ id }) => id} onOpen={({ id }) => onOpen(id)} />
            )
          }
        </Loaded>
      </SplitView>
    </>
  );
}

function columns(): readonly DataColumn<Hook>[] {
  return [
    { id: 'id', header: t('hooks.id'), width: 'w-48', cell: ({ id }) => <span className="font-medium">{id}</span> },
    { id: 'url', header: t('hooks.url'), importance: 'second', cell: ({ url }) => <span className="text-ink-muted">{url}</span> },
    {
      id: 'events',
      header: t('hooks.events'),
      width: 'w-24',
      importance: 'third',
      cell: ({ events }) => t('hooks.eventCount', { count: events.length, total: TASK_EVENTS.length }),
    },
    { id: 'health', header: t('hooks.health'), width: 'w-44', cell: (hook) => <HookHealth hook={hook} /> },
    {
      id: 'success',
      header: t('hooks.lastSuccess'),
      width: 'w-32',
      importance: 'third',
      cell: (row) => <MomentText at={row.last_success_at} />,
    },
  ];
}
