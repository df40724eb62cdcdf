import type { ReactElement } from 'react';
import type { TaskPath } from '../../data/console-data.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { setConditions, useInterface } from '../../state/interface-state.ts';
import { useStore } from '../../state/use-store.ts';
import { toggleFilterValue } from '../../state/view.ts';
import { Menu, MenuCheckItem, MenuGroup, MenuSeparator, Submenu } from '../../ui/menu.tsx';
import { filterValueText } from './filter-chips.tsx';
import { columnLabel, columnOfSort } from './list-columns.ts';

const ATTRIBUTES: readonly TaskPath[] = ['assignee_uid', 'priority'];
/** What fits a menu. */
const FIELDS_SHOWN = 24;
const VALUES_SHOWN = 30;

/** Filters by what tasks really hold: names and values are read from the tasks that are here. */
export function FieldFilterMenu({ trigger }: { trigger: ReactElement }) {
  const { data } = useConsole();
  const fieldNames = useStore(data.tasks.fieldNames).filter((name) => name !== 'title' && name !== 'url');
  return (
    <Menu trigger={trigger}>
      {ATTRIBUTES.map((path) => (
        <ValuesMenu key={path} path={path} />
      ))}
      {fieldNames.length > 0 ? (
        <>
          <MenuSeparator />
          <MenuGroup label={t('list.moreFields')}>
            {fieldNames.slice(0, FIELDS_SHOWN).map((name) => (
              <ValuesMenu key={name} path={`fields.${name}`} />
            ))}
          </MenuGroup>
        </>
      ) : null}
    </Menu>
  );
}

function ValuesMenu({ path }: { path: TaskPath }) {
  return (
    <Submenu label={columnLabel(columnOfSort(path))}>
      <Values path={path} />
    </Submenu>
  );
}

/** Drawn only when its submenu is open: counting values takes a walk over all tasks. */
function Values({ path }: { path: TaskPath }) {
  const { data } = useConsole();
  const { user, people } = useStore(data.workspace);
  const filters = useInterface((state) => state.conditions.filters);
  const chosen = filters.find((filter) => filter.path === path && filter.operator === 'is')?.values ?? [];
  const values = data.tasks.distinctValues(path, VALUES_SHOWN);
  if (values.length === 0) return <p className="px-2 py-1 text-ink-faint">{t('list.noValues')}</p>;
  return values.map((value) => (
    <MenuCheckItem
      key={JSON.stringify(value)}
      checked={chosen.includes(value)}
      onChange={() => setConditions({ filters: toggleFilterValue(filters, path, value) })}
    >
      <span className="truncate">{filterValueText(path, value, user, people)}</span>
    </MenuCheckItem>
  ));
}
