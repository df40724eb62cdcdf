import { Plus, Route } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { t, tn } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { openQueueTarget, useQueueEditor } from '../../../state/queue-editor.ts';
import { draftKey } from '../../../state/stored-drafts.ts';
import { useStore } from '../../../state/use-store.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Note } from '../../../ui/note.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { SkeletonRows } from '../../../ui/skeleton-rows.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { NewDraftNote } from '../shell/new-draft-note.tsx';
import { QueueTable } from './queue-table.tsx';
import { type QueueOrder, useQueueOrder } from './use-queue-order.ts';

export interface QueueListProps {
  status: ReactNode;
  /** The queue that one comes back from: its row takes the focus. */
  from: string | null;
  onSaved: () => void;
}

/** Every queue in the order in which it is tried. Alt and an arrow, or the pointer, moves one. */
export function QueueList({ status, from, onSaved }: QueueListProps) {
  const { data } = useConsole();
  const { mode } = useStore(data.syncState);
  const order = useQueueOrder(onSaved);
  const [text, setText] = useState('');
  const hasNewDraft = useQueueEditor(({ kept }) => kept[draftKey(null)] !== undefined);
  const create = () => openQueueTarget({ kind: 'new' });
  const isEmpty = order.queues.length === 0;
  return (
    <>
      <PageHeader title={t('settings.queues')} text={t('queues.text')}>
        <Button variant="primary" icon={Plus} onClick={create}>
          {t('queues.create')}
        </Button>
      </PageHeader>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto border-t border-line [@media(max-height:480px)]:flex-none">
        <div className="flex flex-col gap-2 px-6 pt-3 empty:hidden max-medium:px-4">
          {status}
          {hasNewDraft ? <NewDraftNote text={t('queues.newDrafted')} action={t('settings.newDraftOpen')} onOpen={create} /> : null}
          <OrderNote order={order} />
        </div>
        {isEmpty && mode === 'starting' ? <SkeletonRows inset="panel" count={6} label={t('settings.loading')} /> : null}
        {isEmpty && mode !== 'starting' ? (
          <EmptyState icon={Route} title={t('queues.empty.title')} text={t('queues.empty.text')}>
            <Button onClick={create}>{t('queues.create')}</Button>
          </EmptyState>
        ) : null}
        {isEmpty ? null : (
          <>
            <div className="flex flex-wrap items-center gap-3 px-6 py-2.5 max-medium:px-4">
              <SearchField label={t('queues.search')} value={text} onChange={setText} />
              <span className="text-small text-ink-muted">{t('queues.orderHint')}</span>
            </div>
            <QueueTable order={order} text={text} from={from} />
          </>
        )}
      </div>
    </>
  );
}

function OrderNote({ order: { isChanged, moving, saving, save, discard } }: { order: QueueOrder }) {
  if (!isChanged) return null;
  return (
    <Note tone="warning" title={t('queues.order.title')}>
      <p data-order-moving={moving ?? undefined}>
        {moving === null ? t('queues.order.counting') : moving === 0 ? t('preview.nothing') : tn('queues.order.moving', moving)}
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button variant="primary" busy={saving.busy} onClick={() => void save()}>
          {t('queues.order.save')}
        </Button>
        <Button onClick={discard}>{t('queues.order.discard')}</Button>
      </div>
      <div className="mt-2 empty:hidden">
        <ChangeFailure failure={saving.failure} />
      </div>
    </Note>
  );
}
