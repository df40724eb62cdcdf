import { CircleCheck, CircleDot, CirclePause, ClipboardList, Globe, LockKeyhole, Plus } from 'lucide-react';
import type { Form } from '../../../../src-shared/schema/form.ts';
import { formatNumber, t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import type { Resource } from '../../../state/use-resource.ts';
import { useStore } from '../../../state/use-store.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { NewDraftNote } from '../shell/new-draft-note.tsx';
import { objectOf } from './field-draft.ts';

export interface FormListProps {
  forms: Resource<{ items: Form[] }>;
  /** Whether there are changes that are not saved; null: a new form that is not. */
  isDrafted: (id: string | null) => boolean;
  onOpen: (form: Form) => void;
  onCreate: () => void;
}

export function FormList({ forms, isDrafted, onOpen, onCreate }: FormListProps) {
  const { data } = useConsole();
  const { allQueues } = useStore(data.workspace);
  const queueName = (uid: string | null) => (uid === null ? t('forms.routed') : (allQueues.find(({ id }) => id === uid)?.name ?? uid));
  return (
    <>
      <PageHeader title={t('settings.forms')} text={t('forms.text')}>
        <Button variant="primary" icon={Plus} onClick={onCreate}>
          {t('forms.create')}
        </Button>
      </PageHeader>
      <SplitView detail={null}>
        {isDrafted(null) ? (
          <div className="px-6 py-3 max-medium:px-4">
            <NewDraftNote text={t('forms.newDrafted')} action={t('settings.newDraftOpen')} onOpen={onCreate} />
          </div>
        ) : null}
        <Loaded resource={forms}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={ClipboardList} title={t('forms.empty.title')} text={t('forms.empty.text')}>
                <Button onClick={onCreate}>{t('forms.create')}</Button>
              </EmptyState>
            ) : (
              <DataTable
                label={t('forms.table')}
                columns={columns(queueName, isDrafted)}
                rows={items}
                keyOf={({ id }) => id}
                onOpen={onOpen}
              />
            )
          }
        </Loaded>
      </SplitView>
    </>
  );
}

function columns(queueName: (uid: string | null) => string, isDrafted: FormListProps['isDrafted']): readonly DataColumn<Form>[] {
  return [
    {
      id: 'title',
      header: t('forms.title'),
      cell: ({ id, title }) => (
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{title}</span>
          {isDrafted(id) ? (
            <Badge icon={CircleDot} tone="warning">
              {t('forms.unsaved')}
            </Badge>
          ) : null}
        </span>
      ),
    },
    {
      id: 'fields',
      header: t('forms.fields'),
      width: 'w-20',
      align: 'end',
      importance: 'third',
      cell: ({ schema }) => formatNumber(Object.keys(objectOf(schema.properties) ?? {}).length),
    },
    {
      id: 'queue',
      header: t('forms.queue'),
      width: 'w-48',
      importance: 'third',
      cell: ({ target }) => <span className="text-ink-muted">{queueName(target.queue_uid)}</span>,
    },
    {
      id: 'audience',
      header: t('forms.page'),
      width: 'w-44',
      importance: 'second',
      cell: (form) => <Badge icon={form.public ? Globe : LockKeyhole}>{t(form.public ? 'forms.public' : 'forms.signedIn')}</Badge>,
    },
    {
      id: 'state',
      header: t('forms.state'),
      width: 'w-28',
      cell: ({ enabled }) =>
        enabled ? (
          <Badge icon={CircleCheck} tone="good">
            {t('forms.enabled')}
          </Badge>
        ) : (
          <Badge icon={CirclePause}>{t('forms.disabled')}</Badge>
        ),
    },
  ];
}
