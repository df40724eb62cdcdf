import { useCallback } from 'react';
import { ACCOUNT_ENDPOINTS } from '../../../../src-shared/http/account-endpoints.ts';
import type { AuditQuery } from '../../../../src-shared/http/audit-endpoints.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useResource } from '../../../state/use-resource.ts';
import { SearchField } from '../../../ui/search-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';

const HOUR_MS = 3_600_000;
const SPANS_MS = { any: null, hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS, month: 30 * 24 * HOUR_MS } as const;
const SPANS = ['any', 'hour', 'day', 'week', 'month'] as const;

export interface AuditFilter {
  span: keyof typeof SPANS_MS;
  actor: string;
  task: string;
}

export const NO_AUDIT_FILTER: AuditFilter = { span: 'any', actor: '', task: '' };

export function auditQueryOf({ span, actor, task }: AuditFilter, nowMs: number): AuditQuery {
  const lengthMs = SPANS_MS[span];
  return {
    ...(lengthMs === null ? {} : { since: new Date(nowMs - lengthMs).toISOString() }),
    ...(actor === '' ? {} : { actor }),
    ...(task.trim() === '' ? {} : { task: task.trim() }),
  };
}

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
        options={SPANS.map((value) => ({ value, label: t(`audit.since.${value}`) }))}
        onChange={(span) => onChange({ ...filter, span })}
      />
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
