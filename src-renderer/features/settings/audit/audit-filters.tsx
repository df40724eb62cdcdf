import { useCallback } from 'react';
import { ACCOUNT_ENDPOINTS } from '../../../../src-shared/http/account-endpoints.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useResource } from '../../../state/use-resource.ts';
import { classNames } from '../../../ui/class-names.ts';
import { controlClass } from '../../../ui/field-frame.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { AUDIT_SPANS, type AuditFilter } from './audit-query.ts';

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
    <div className="flex flex-wrap items-center gap-2 px-6 py-2.5 max-medium:px-4">
      <SelectField
        bare
        label={t('audit.since')}
        value={filter.span}
        options={AUDIT_SPANS.map((value) => ({ value, label: t(`audit.since.${value}`) }))}
        onChange={(span) => onChange({ ...filter, span })}
      />
      {filter.span === 'days' ? (
        <>
          <DayField label={t('audit.firstDay')} value={filter.firstDay} onChange={(firstDay) => onChange({ ...filter, firstDay })} />
          <span aria-hidden="true" className="text-ink-faint">
            –
          </span>
          <DayField label={t('audit.lastDay')} value={filter.lastDay} onChange={(lastDay) => onChange({ ...filter, lastDay })} />
        </>
      ) : null}
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

function DayField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <input
      type="date"
      aria-label={label}
      title={label}
      value={value}
      max="9999-12-31"
      onChange={(event) => onChange(event.target.value)}
      className={classNames(controlClass(false), 'h-7 w-auto')}
    />
  );
}
