import { ClipboardList } from 'lucide-react';
import type { Form } from '../../../../src-shared/schema/form.ts';
import { t } from '../../../i18n/translate.ts';
import type { Resource } from '../../../state/use-resource.ts';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { Loaded } from '../shell/loaded.tsx';

export function FormList({ forms }: { forms: Resource<{ items: Form[] }> }) {
  return (
    <>
      <PageHeader title={t('settings.forms')} text={t('forms.text')} />
      <SplitView detail={null}>
        <Loaded resource={forms}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={ClipboardList} title={t('forms.empty.title')} text={t('forms.empty.text')} />
            ) : (
              <DataTable label={t('forms.table')} columns={columns()} rows={items} keyOf={({ id }) => id} />
            )
          }
        </Loaded>
      </SplitView>
    </>
  );
}

function columns(): readonly DataColumn<Form>[] {
  return [{ id: 'title', header: t('forms.title'), cell: ({ title }) => <span className="font-medium">{title}</span> }];
}
