import { History, RefreshCw, Send } from 'lucide-react';
import { useCallback, useState } from 'react';
import { HOOK_ENDPOINTS } from '../../../../src-shared/http/hook-endpoints.ts';
import type { Delivery, DeliveryFilter, Hook } from '../../../../src-shared/schema/hook.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { Button } from '../../../ui/button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { MomentText } from '../shell/moment-text.tsx';
import { PagedTable } from '../shell/paged-table.tsx';
import { useLookAgain } from '../shell/use-look-again.ts';
import { type LoadPage, usePageList } from '../shell/use-page-list.ts';
import { DeliveryDetail } from './delivery-detail.tsx';
import { DeliveryState } from './delivery-state.tsx';
import { ReplayDialog } from './replay-dialog.tsx';

const LOOK_AGAIN_MS = 2_000;
const FILTERS = ['all', 'failed', 'retrying', 'given_up', 'held', 'pending', 'delivered'] as const;
type Filter = (typeof FILTERS)[number];

/** What was and will be sent to an endpoint, kept up to date while it is looked at. */
export function DeliveryLog({ hook, onChanged }: { hook: Hook; onChanged: () => void }) {
  const { server } = useConsole();
  const [filter, setFilter] = useState<Filter>('all');
  const [openId, setOpenId] = useState<string | null>(null);
  const [replaying, setReplaying] = useState(false);
  const { id } = hook;
  const load: LoadPage<Delivery> = useCallback(
    (cursor, signal) => {
      const status: { status?: DeliveryFilter } = filter === 'all' ? {} : { status: filter };
      const query = { ...status, ...(cursor === undefined ? {} : { cursor }) };
      return server.call(HOOK_ENDPOINTS['hooks.deliveries'], { parameters: { id }, query, signal });
    },
    [server, id, filter],
  );
  const deliveries = usePageList(load);
  const { reload } = deliveries;
  const lookAgain = useCallback(() => {
    reload();
    onChanged();
  }, [reload, onChanged]);
  useLookAgain(lookAgain, LOOK_AGAIN_MS);

  return (
    <SplitView
      flush
      detail={
        openId === null ? null : <DeliveryDetail key={openId} deliveryId={openId} onReplayed={reload} onClose={() => setOpenId(null)} />
      }
    >
      <div className="flex flex-wrap items-center gap-2 px-6 py-2.5 max-medium:px-4">
        <SelectField
          bare
          label={t('deliveries.filter')}
          value={filter}
          options={FILTERS.map((value) => ({ value, label: t(`deliveries.filter.${value}`) }))}
          onChange={(next) => {
            setFilter(next);
            setOpenId(null);
          }}
        />
        <Button icon={History} onClick={() => setReplaying(true)}>
          {t('replay.open')}
        </Button>
        <span className="flex items-center gap-1.5 text-small text-ink-faint">
          <RefreshCw aria-hidden="true" size={12} />
          {t('deliveries.live')}
        </span>
      </div>
      <PagedTable
        list={deliveries}
        label={t('deliveries.table')}
        columns={columns()}
        openKey={openId}
        onOpen={({ id }) => setOpenId(id)}
        empty={
          <EmptyState
            icon={Send}
            title={t(filter === 'all' ? 'deliveries.empty.title' : 'deliveries.noneMatch.title')}
            text={t(filter === 'all' ? 'deliveries.empty.text' : 'deliveries.noneMatch.text')}
          />
        }
      />
      {replaying ? <ReplayDialog hook={hook} onReplayed={reload} onClose={() => setReplaying(false)} /> : null}
    </SplitView>
  );
}

function columns(): readonly DataColumn<Delivery>[] {
  return [
    { id: 'status', header: t('deliveries.status'), width: 'w-36', cell: (row) => <DeliveryState delivery={row} /> },
    { id: 'event', header: t('deliveries.event'), width: 'w-36', cell: ({ type }) => type },
    {
      id: 'task',
      header: t('deliveries.task'),
      cell: (row) => <span className="font-mono text-small text-ink-muted">{row.task_uid}</span>,
    },
    {
      id: 'answer',
      header: t('deliveries.answer'),
      width: 'w-20',
      align: 'end',
      importance: 'second',
      cell: (row) => row.last_status ?? (row.last_error === null ? '' : '–'),
    },
    {
      id: 'attempts',
      header: t('deliveries.attempts'),
      width: 'w-16',
      align: 'end',
      importance: 'third',
      cell: (row) => row.attempts.length,
    },
    { id: 'at', header: t('deliveries.at'), width: 'w-28', importance: 'second', cell: (row) => <MomentText at={row.created_at} /> },
  ];
}
