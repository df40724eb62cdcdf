import { ClipboardCheck } from 'lucide-react';
import { useCallback, useState } from 'react';
import { REVIEW_ENDPOINTS, REVIEW_STATES, type Review } from '../../../../src-shared/http/review-endpoints.ts';
import type { Person } from '../../../../src-shared/schema/user.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useResource } from '../../../state/use-resource.ts';
import { useStore } from '../../../state/use-store.ts';
import { Button } from '../../../ui/button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { MomentText } from '../shell/moment-text.tsx';
import { PagedTable } from '../shell/paged-table.tsx';
import { type LoadPage, usePageList } from '../shell/use-page-list.ts';
import { ReviewDetail } from './review-detail.tsx';
import { ReviewState } from './review-state.tsx';
import { SharePicker } from './share-picker.tsx';

const FILTERS = [...REVIEW_STATES, 'all'] as const;

/** Completed tasks that were drawn, for somebody else to look at. */
export function ReviewsPanel() {
  const { server, data } = useConsole();
  const { people } = useStore(data.workspace);
  const [filter, setFilter] = useState<(typeof FILTERS)[number]>('open');
  const [openId, setOpenId] = useState<string | null>(null);
  const settings = useResource(useCallback((signal) => server.call(REVIEW_ENDPOINTS['reviews.settings'], { signal }), [server]));
  const load: LoadPage<Review> = useCallback(
    (cursor, signal) => {
      const query = { ...(filter === 'all' ? {} : { state: filter }), ...(cursor === undefined ? {} : { cursor }) };
      return server.call(REVIEW_ENDPOINTS['reviews.list'], { query, signal });
    },
    [server, filter],
  );
  const reviews = usePageList(load);
  const opened = reviews.value?.find(({ id }) => id === openId);
  const isOff = settings.value?.percent === 0;
  const decided = () => {
    setOpenId(null);
    reviews.reload();
  };
  return (
    <>
      <PageHeader title={t('settings.reviews')} text={t('reviews.text')}>
        <Button busy={reviews.busy} onClick={reviews.reload}>
          {t('settings.refresh')}
        </Button>
      </PageHeader>
      <SplitView
        detail={
          opened ? (
            <ReviewDetail key={opened.id} review={opened} people={people} onDecided={decided} onClose={() => setOpenId(null)} />
          ) : null
        }
      >
        <div className="flex flex-wrap items-center gap-2 px-6 py-2.5 max-medium:px-4">
          <SelectField
            bare
            label={t('reviews.filter')}
            value={filter}
            options={FILTERS.map((value) => ({ value, label: t(`reviews.filter.${value}`) }))}
            onChange={(next) => {
              setFilter(next);
              setOpenId(null);
            }}
          />
          <span className="flex-1" />
          {settings.value ? <SharePicker percent={settings.value.percent} onSaved={settings.replace} /> : null}
        </div>
        <PagedTable
          list={reviews}
          label={t('settings.reviews')}
          columns={columns(people)}
          openKey={openId}
          onOpen={({ id }) => setOpenId(id)}
          empty={
            <EmptyState
              icon={ClipboardCheck}
              title={t(isOff ? 'reviews.off.title' : 'reviews.empty.title')}
              text={t(isOff ? 'reviews.off.text' : 'reviews.empty.text')}
            />
          }
        />
      </SplitView>
    </>
  );
}

function columns(people: ReadonlyMap<string, Person>): readonly DataColumn<Review>[] {
  return [
    { id: 'task', header: t('reviews.task'), cell: ({ title, task_uid: uid }) => <span className="font-medium">{title ?? uid}</span> },
    {
      id: 'person',
      header: t('reviews.person'),
      width: 'w-44',
      cell: ({ person_uid: uid }) => (uid === null ? t('person.unknown') : (people.get(uid)?.name ?? uid)),
    },
    { id: 'at', header: t('reviews.completed'), width: 'w-32', importance: 'second', cell: (row) => <MomentText at={row.completed_at} /> },
    { id: 'state', header: t('reviews.state'), width: 'w-36', cell: (row) => <ReviewState state={row.state} /> },
    { id: 'reviewer', header: t('reviews.reviewer'), width: 'w-40', importance: 'third', cell: (row) => row.reviewer_name },
  ];
}
