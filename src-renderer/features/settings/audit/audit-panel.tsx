import { ListX, ScrollText } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { AUDIT_ENDPOINTS } from '../../../../src-shared/http/audit-endpoints.ts';
import type { AuditEntry } from '../../../../src-shared/schema/audit.ts';
import { epochMs, formatClock, formatExact } from '../../../i18n/format-time.ts';
import { sayActor } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { Button } from '../../../ui/button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { PagedTable } from '../shell/paged-table.tsx';
import { type LoadPage, usePageList } from '../shell/use-page-list.ts';
import { actionSentence } from './action-sentence.ts';
import { AuditDetail } from './audit-detail.tsx';
import { AuditExport } from './audit-export.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { auditQueryOf, NO_AUDIT_FILTER } from './audit-query.ts';
import { AuditVerificationNote } from './audit-verification.tsx';

export function AuditPanel() {
  const { server } = useConsole();
  const [filter, setFilter] = useState(NO_AUDIT_FILTER);
  const [openId, setOpenId] = useState<string | null>(null);
  const { span, firstDay, lastDay, actor } = filter;
  const task = useDeferredValue(filter.task);
  const query = useMemo(() => auditQueryOf({ span, firstDay, lastDay, actor, task }, Date.now()), [span, firstDay, lastDay, actor, task]);
  const load: LoadPage<AuditEntry> = useCallback(
    (cursor, signal) =>
      server.call(AUDIT_ENDPOINTS['audit.list'], { query: { ...query, ...(cursor === undefined ? {} : { cursor }) }, signal }),
    [server, query],
  );
  const entries = usePageList(load);
  const opened = entries.value?.find(({ id }) => id === openId);
  const isFiltered = span !== 'any' || actor !== '' || task !== '';

  return (
    <>
      <PageHeader title={t('settings.audit')} text={t('audit.text')}>
        <Button busy={entries.busy} onClick={entries.reload}>
          {t('settings.refresh')}
        </Button>
        <AuditExport query={query} />
      </PageHeader>
      <SplitView detail={opened ? <AuditDetail key={opened.id} entry={opened} onClose={() => setOpenId(null)} /> : null}>
        <AuditVerificationNote />
        <AuditFilters filter={filter} onChange={setFilter} />
        <PagedTable
          list={entries}
          label={t('audit.table')}
          columns={columns()}
          openKey={openId}
          onOpen={({ id }) => setOpenId(id)}
          empty={<Empty isFiltered={isFiltered} onClear={() => setFilter(NO_AUDIT_FILTER)} />}
        />
      </SplitView>
    </>
  );
}

function Empty({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (!isFiltered) return <EmptyState icon={ScrollText} title={t('audit.empty.title')} text={t('audit.empty.text')} />;
  return (
    <EmptyState icon={ListX} title={t('audit.noneMatch.title')} text={t('audit.noneMatch.text')}>
      <Button onClick={onClear}>{t('audit.clear')}</Button>
    </EmptyState>
  );
}

function columns(): readonly DataColumn<AuditEntry>[] {
  return [
    {
      id: 'at',
      header: t('audit.at'),
      width: 'w-36',
      cell: ({ at }) => {
        const ms = epochMs(at);
        return <Moment at={at} text={formatClock(ms, Date.now())} exact={formatExact(ms)} className="text-ink-muted" />;
      },
    },
    { id: 'actor', header: t('audit.actor'), cell: ({ actor }) => <span className="font-medium">{sayActor(actor)}</span> },
    {
      id: 'action',
      header: t('audit.action'),
      width: 'w-[38%]',
      cell: ({ action }) => <span title={`${actionSentence(action)}\n${action}`}>{actionSentence(action)}</span>,
    },
    {
      id: 'subject',
      header: t('audit.subject'),
      importance: 'second',
      cell: ({ task, subject }) => <span className="font-mono text-small text-ink-muted">{task ?? subject ?? ''}</span>,
    },
    {
      id: 'address',
      header: t('audit.address'),
      width: 'w-32',
      importance: 'third',
      cell: ({ address }) => <span className="text-ink-muted tabular-nums">{address}</span>,
    },
  ];
}
