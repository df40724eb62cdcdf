import type { ReactElement } from 'react';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { setColumns, setSort, sortOf, useInterface } from '../../state/interface-state.ts';
import { useStore } from '../../state/use-store.ts';
import { Menu, MenuCheckItem, MenuChoice, MenuGroup, MenuSeparator, Submenu } from '../../ui/menu.tsx';
import { ATTRIBUTE_COLUMNS, columnLabel, columnOfSort, sortPath, toggleColumn } from './list-columns.ts';

const FIELDS_SHOWN = 24;

/** Sort order and columns, for those who do not click on column heads. */
export function DisplayMenu({ trigger }: { trigger: ReactElement }) {
  const { data } = useConsole();
  const sort = useInterface(sortOf);
  const columns = useInterface((state) => state.columns);
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
      <MenuGroup label={t('list.columns')}>
        {ATTRIBUTE_COLUMNS.filter((path) => path !== 'title').map((path) => (
          <ColumnItem key={path} path={path} columns={columns} />
        ))}
      </MenuGroup>
      {fields.length > 0 ? (
        <MenuGroup label={t('list.moreFields')}>
          {fields.map((path) => (
            <ColumnItem key={path} path={path} columns={columns} />
          ))}
        </MenuGroup>
      ) : null}
    </Menu>
  );
}

function ColumnItem({ path, columns }: { path: string; columns: readonly string[] }) {
  return (
    <MenuCheckItem checked={columns.includes(path)} onChange={(shown) => setColumns(toggleColumn(columns, path, shown))}>
      {columnLabel(path)}
    </MenuCheckItem>
  );
}
