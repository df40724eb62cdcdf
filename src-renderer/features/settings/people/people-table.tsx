import { Ban, Check, UserPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { User } from '../../../../src-shared/schema/user.ts';
import { t } from '../../../i18n/translate.ts';
import { Badge, TagLine } from '../../../ui/badge.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { PagedFooter } from '../shell/paged-footer.tsx';

/** As many rows as are drawn at once. */
const PAGE = 100;

export function PeopleTable({ people, openId, onOpen }: { people: readonly User[]; openId: string | null; onOpen: (id: string) => void }) {
  const [text, setText] = useState('');
  const [limit, setLimit] = useState(PAGE);
  const found = useMemo(
    () => people.filter((person) => matches(person, text)).toSorted((a, b) => a.name.localeCompare(b.name)),
    [people, text],
  );
  if (people.length === 0) return <EmptyState icon={UserPlus} title={t('people.empty.title')} text={t('people.empty.text')} />;
  return (
    <>
      <div className="px-6 py-2.5 max-medium:px-4">
        <SearchField label={t('people.searchLabel')} value={text} onChange={setText} />
      </div>
      <DataTable
        label={t('people.table')}
        columns={columns()}
        rows={found.slice(0, limit)}
        keyOf={({ id }) => id}
        openKey={openId}
        onOpen={({ id }) => onOpen(id)}
        footer={
          <PagedFooter
            shown={Math.min(limit, found.length)}
            total={found.length}
            {...(text === '' ? {} : { text })}
            onMore={() => setLimit(limit + PAGE)}
          />
        }
      />
    </>
  );
}

function matches({ name, email, role, skills }: User, text: string): boolean {
  const words = text.trim().toLowerCase().split(/\s+/);
  const all = [name, email, role, ...skills].join(' ').toLowerCase();
  return words.every((word) => all.includes(word));
}

function columns(): readonly DataColumn<User>[] {
  return [
    {
      id: 'name',
      header: t('people.name'),
      cell: ({ name, disabled }) => <span className={disabled ? 'text-ink-muted' : 'font-medium'}>{name}</span>,
    },
    { id: 'email', header: t('people.email'), importance: 'second', cell: ({ email }) => <span className="text-ink-muted">{email}</span> },
    { id: 'role', header: t('people.role'), width: 'w-24', cell: ({ role }) => t(`account.role.${role}`) },
    {
      id: 'skills',
      header: t('people.skills'),
      importance: 'third',
      cell: ({ skills }) => <TagLine names={skills} />,
    },
    {
      id: 'state',
      header: t('people.state'),
      width: 'w-28',
      cell: ({ disabled }) =>
        disabled ? (
          <Badge icon={Ban}>{t('people.disabled')}</Badge>
        ) : (
          <Badge icon={Check} tone="good">
            {t('people.active')}
          </Badge>
        ),
    },
  ];
}
