import { useCallback } from 'react';
import { ACCOUNT_ENDPOINTS } from '../../../../src-shared/http/account-endpoints.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useResource } from '../../../state/use-resource.ts';
import { SearchField } from '../../../ui/search-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TimeSpanField } from '../shell/time-span-field.tsx';
import type { AuditFilter } from './audit-query.ts';

export function AuditFilters({ filter, onChange }: { filter: AuditFilter; onChange: (filter: AuditFilter) => void }) {
  const { server } = useConsole();
  const people = useResource(useCallback((signal) => server.call(ACCOUNT_ENDPOINTS['users.list'], { signal }), [server]));
  const keys = useResource(useCallback((signal) => server.call(ACCOUNT_ENDPOINTS['keys.list'], { signal }), [server]));
  const actors = [
    { value: '', label: t('audit.anybody') },
    ...(people.value?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    ...(keys.value?.items ?? []).map(({ id, name }) => ({ value: id, label: `${name} (${t('audit.kind.key')})` })),
  ];
  return (
    <div className="flex flex-wrap items-center gap-2 px-6 py-2.5 max-medium:px-4 [&_select]:max-w-48">
      <TimeSpanField value={filter} onChange={(span) => onChange({ ...filter, ...span })} />
      <SelectField
        bare
        label={t('audit.actor')}
        value={filter.actor}
        options={actors}
        onChange={(actor) => onChange({ ...filter, actor })}
      />
      <SearchField label={t('audit.taskFilter')} value={filter.task} onChange={(task) => onChange({ ...filter, task })} className="w-48" />
    </div>
  );
}
