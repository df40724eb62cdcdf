import type { ReactElement } from 'react';
import { t } from '../../i18n/translate.ts';
import { changeColumnLayout, useColumnLayout } from '../../state/column-layouts.ts';
import { useConsole } from '../../state/console-context.tsx';
import { setSort, sortOf, useInterface } from '../../state/interface-state.ts';
import { useStore } from '../../state/use-store.ts';
import type { View } from '../../state/view.ts';
import { Menu, MenuCheckItem, MenuChoice, MenuGroup, MenuSeparator, Submenu } from '../../ui/menu.tsx';
import { ArrangeItems } from './arrange-items.tsx';
import { ATTRIBUTE_COLUMNS, columnLabel, columnOfSort, sortPath, toggleColumn } from './list-columns.ts';

const FIELDS_SHOWN = 24;

/** Sort order and columns, for those who do not click on column heads. */
export function DisplayMenu({ trigger }: { trigger: ReactElement }) {
  const { data } = useConsole();
  const sort = useInterface(sortOf);
  const view = useInterface((state) => state.view);
  const { columns } = useColumnLayout();
  const fields = useStore(data.tasks.fieldNames)
    .filter((name) => name !== 'title' && name !== 'url')
    .slice(0, FIELDS_SHOWN)
    .map((name) => `fields.${name}`);
  const sortable = [...ATTRIBUTE_COLUMNS, ...columns.filter((path) => path.startsWith('fields.'))];
  return (
    <Menu trigger={trigger} align="end">
      <Submenu label={t('list.sortBy')}>
        <MenuChoice
          label={t('list.sortBy')}
          value={columnOfSort(sort.path)}
          options={sortable.map((path) => ({ value: path, label: columnLabel(path) }))}
          onChange={(path) => setSort({ ...sort, path: sortPath(path) })}
        />
      </Submenu>
      <MenuChoice
        label={t('list.direction')}
        value={sort.direction}
        options={[
          { value: 'asc', label: t('list.ascending') },
          { value: 'desc', label: t('list.descending') },
        ]}
        onChange={(direction) => setSort({ ...sort, direction })}
      />
      <MenuSeparator />
      <Submenu label={t('list.arrange')}>
        {columns.map((path) => (
          <Submenu key={path} label={columnLabel(path)}>
            <ArrangeItems path={path} view={view} />
          </Submenu>
        ))}
      </Submenu>
      <MenuGroup label={t('list.columns')}>
        {ATTRIBUTE_COLUMNS.filter((path) => path !== 'title').map((path) => (
          <ColumnItem key={path} path={path} view={view} columns={columns} />
        ))}
      </MenuGroup>
      {fields.length > 0 ? (
        <MenuGroup label={t('list.moreFields')}>
          {fields.map((path) => (
            <ColumnItem key={path} path={path} view={view} columns={columns} />
          ))}
        </MenuGroup>
      ) : null}
    </Menu>
  );
}

function ColumnItem({ path, view, columns }: { path: string; view: View; columns: readonly string[] }) {
  const toggle = (shown: boolean) => changeColumnLayout(view, { columns: toggleColumn(columns, path, shown) });
  return (
    <MenuCheckItem checked={columns.includes(path)} onChange={toggle}>
      {columnLabel(path)}
    </MenuCheckItem>
  );
}
