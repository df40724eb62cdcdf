import { ChartColumn, ChevronDown, Download, LockKeyhole, RefreshCw } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { INSIGHT_ENDPOINTS, type Insights } from '../../../src-shared/http/insight-endpoints.ts';
import { registerSurface } from '../../commands/surfaces.ts';
import type { ApiFailure } from '../../data/api-client.ts';
import { epochMs, formatExact } from '../../i18n/format-time.ts';
import { sayFailure } from '../../i18n/say-again.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { useIsOnline, useResource } from '../../state/use-resource.ts';
import { useStore } from '../../state/use-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Note } from '../../ui/note.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { InsightCharts } from './insight-charts.tsx';
import { CSV_PARTS, type CsvNames, type CsvPart, insightCsv } from './insight-csv.ts';
import { type InsightFilter, InsightFilters, rangeProblem } from './insight-filters.tsx';
import { daysOf } from './insight-range.ts';
import { InsightTables } from './insight-tables.tsx';
import { InsightTotals } from './insight-totals.tsx';

/** How the work goes: for managers. Counted by the server when it is asked for. */
export function InsightsView() {
  const { data } = useConsole();
  const { user } = useStore(data.workspace);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const focus = () => root.current?.querySelector<HTMLElement>('[data-page-title]')?.focus();
    if (document.activeElement === document.body) focus();
    return registerSurface('settings', { focus });
  }, []);
  return (
    <div ref={root} data-testid="insights" className="h-full overflow-y-auto">
      {user.role === 'operator' ? (
        <EmptyState icon={LockKeyhole} title={t('insights.notAllowed.title')} text={t('insights.notAllowed.text')} />
      ) : (
        <InsightsPage />
      )}
    </div>
  );
}

function InsightsPage() {
  const { server } = useConsole();
  const [filter, setFilter] = useState<InsightFilter>(firstFilter);
  const names = useNames();
  const isOnline = useIsOnline();
  const problem = rangeProblem(filter);
  const query = useMemo(() => queryOf(filter), [filter]);
  const resource = useResource(
    useCallback(async (signal: AbortSignal) => server.call(INSIGHT_ENDPOINTS['insights.get'], { query, signal }), [server, query]),
  );
  // While another range is counted, the one before stays on the screen.
  const last = useRef<Insights | null>(null);
  if (resource.value) last.current = resource.value;
  const insights = resource.value ?? last.current;

  return (
    <>
      <PageHeader title={t('insights.title')} text={t('insights.text')}>
        <Button icon={RefreshCw} busy={resource.busy} onClick={resource.reload}>
          {t('settings.refresh')}
        </Button>
        <ExportMenu insights={insights} names={names} />
      </PageHeader>
      <div className="flex flex-col gap-3 px-6 pb-4 max-medium:px-4">
        <InsightFilters filter={filter} onChange={(part) => setFilter((before) => ({ ...before, ...withDays(before, part) }))} />
        {problem ? <Note tone="warning">{problem}</Note> : null}
        <State insights={insights} failure={problem ? null : resource.failure} isOnline={isOnline} onRetry={resource.reload}>
          {(known) => (
            <div
              aria-busy={resource.busy}
              className={`@container flex min-w-0 flex-col gap-4 pb-4 transition-opacity duration-100 ${resource.busy ? 'opacity-60' : ''}`}
            >
              <InsightTotals insights={known} isOfPerson={filter.personUid !== ''} />
              <InsightCharts insights={known} isOfPerson={filter.personUid !== ''} />
              <InsightTables insights={known} names={names} />
              <p className="text-small text-pretty text-ink-faint">
                {t('insights.footnote', { at: formatExact(epochMs(known.as_of)), zone: known.time_zone })}
                {known.hours === 'working' ? ` ${t('insights.workingNote')}` : null}
              </p>
            </div>
          )}
        </State>
      </div>
    </>
  );
}

interface StateProps {
  insights: Insights | null;
  failure: ApiFailure | null;
  isOnline: boolean;
  onRetry: () => void;
  children: (insights: Insights) => ReactNode;
}

function State({ insights, failure, isOnline, onRetry, children }: StateProps) {
  if (!insights) {
    if (!failure) return <SkeletonRows inset="none" count={8} label={t('insights.loading')} />;
    const text = failure.kind === 'unreachable' && failure.code === 'server_unreachable' ? t('insights.offline.text') : sayFailure(failure);
    return <ErrorState title={t('insights.failed.title')} text={text} action={t('app.tryAgain')} onAction={onRetry} />;
  }
  const { totals, backlog } = insights;
  const isEmpty = totals.arrivals + totals.completed + totals.closed + backlog.open === 0;
  return (
    <>
      {failure && failure.kind !== 'unreachable' ? <Note tone="danger">{sayFailure(failure)}</Note> : null}
      {failure?.kind === 'unreachable' || !isOnline ? (
        <Note tone="warning" title={t('insights.stale.title')}>
          {isOnline ? (failure?.message ?? '') : t('insights.stale.text')}
        </Note>
      ) : null}
      {isEmpty ? (
        <div className="py-10">
          <EmptyState icon={ChartColumn} title={t('insights.empty.title')} text={t('insights.empty.text')} />
        </div>
      ) : (
        children(insights)
      )}
    </>
  );
}

function ExportMenu({ insights, names }: { insights: Insights | null; names: CsvNames }) {
  const save = (part: CsvPart) => {
    if (!insights) return;
    const hours = insights.hours === 'working' ? '-working-hours' : '';
    const name = `docket-insights-${part}${hours}-${insights.since}-to-${insights.until}.csv`;
    saveFile({ name, type: 'text/csv', text: insightCsv(insights, part, names) });
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button icon={Download} disabled={insights === null} trailing={<ChevronDown aria-hidden="true" size={13} />}>
          {t('insights.export')}
        </Button>
      }
    >
      {CSV_PARTS.map((part) => (
        <MenuItem key={part} onSelect={() => save(part)}>
          {t(`insights.export.${part}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}

function firstFilter(): InsightFilter {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { range: '14', ...daysOf('14', timeZone, Date.now()), timeZone, hours: 'clock', queueUid: '', personUid: '' };
}

/** Whoever goes on to choose days begins with those that are shown. */
function withDays(before: InsightFilter, part: Partial<InsightFilter>): Partial<InsightFilter> {
  if (part.range !== 'custom' || before.range === 'custom') return part;
  return { ...part, ...daysOf(before.range, before.timeZone, Date.now()) };
}

function queryOf(filter: InsightFilter) {
  const { range, timeZone, hours, queueUid, personUid } = filter;
  // What cannot be asked is not asked: the last range that could be stays.
  const isAskable = rangeProblem(filter) === null;
  const days =
    range === 'custom' && isAskable
      ? { since: filter.since, until: filter.until }
      : daysOf(range === 'custom' ? '14' : range, timeZone, Date.now());
  return {
    ...days,
    time_zone: timeZone,
    // Servers that know no schedules take no such word.
    ...(hours === 'clock' ? {} : { hours }),
    ...(queueUid === '' ? {} : { queue_uid: queueUid }),
    ...(personUid === '' ? {} : { person_uid: personUid }),
  };
}

function useNames(): CsvNames {
  const { data } = useConsole();
  const { allQueues, people } = useStore(data.workspace);
  return useMemo(
    () => ({
      queue: (uid) => (uid === null ? t('nav.unrouted') : (allQueues.find(({ id }) => id === uid)?.name ?? uid)),
      person: (uid) => people.get(uid)?.name ?? uid,
    }),
    [allQueues, people],
  );
}
