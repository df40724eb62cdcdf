import type { ReactNode } from 'react';
import { t, tn } from '../../../i18n/translate.ts';
import { DataTable, type DataTableProps } from '../../../ui/data-table.tsx';
import { TableFooter } from '../../../ui/table-footer.tsx';
import { Loaded } from './loaded.tsx';
import type { Identified, PageList } from './use-page-list.ts';

export interface PagedTableProps<Row extends Identified> extends Pick<DataTableProps<Row>, 'label' | 'columns' | 'openKey' | 'onOpen'> {
  list: PageList<Row>;
  /** In place of a table without rows. */
  empty: ReactNode;
}

/** Rows that the server gives in pages, newest first. */
export function PagedTable<Row extends Identified>({ list, empty, ...table }: PagedTableProps<Row>) {
  return (
    <Loaded resource={list}>
      {(rows) =>
        rows.length === 0 && !list.hasMore ? (
          empty
        ) : (
          <DataTable
            {...table}
            rows={rows}
            keyOf={({ id }) => id}
            footer={
              <TableFooter
                text={tn('settings.shown', rows.length)}
                more={list.hasMore ? { label: t('settings.more'), busy: list.busy, onMore: list.loadMore } : null}
              />
            }
          />
        )
      }
    </Loaded>
  );
}
