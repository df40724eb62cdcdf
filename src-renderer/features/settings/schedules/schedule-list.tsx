import { CalendarClock, CircleAlert, CircleCheck, CircleDot, Moon, Plus } from 'lucide-react';
import type { Queue } from '../../../../src-shared/schema/queue.ts';
import type { Schedule } from '../../../../src-shared/schema/schedule.ts';
import { formatNumber, t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { knownCalendar, sayHours } from '../../../state/open-hours.ts';
import { useNow } from '../../../state/use-now.ts';
import { useStore } from '../../../state/use-store.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { SkeletonRows } from '../../../ui/skeleton-rows.tsx';
import { NewDraftNote } from '../shell/new-draft-note.tsx';
import { keptDraft } from './kept-drafts.ts';
import { weekHours } from './week-hours.ts';

export interface ScheduleListProps {
  onOpen: (id: string) => void;
  onCreate: () => void;
}

/** Every schedule: drawn from what is on this computer, so without a network too. */
export function ScheduleList({ onOpen, onCreate }: ScheduleListProps) {
  const { data, account } = useConsole();
  const { schedules, allQueues } = useStore(data.workspace);
  const { mode } = useStore(data.syncState);
  const nowMs = useNow();
  const isDrafted = (id: string) => keptDraft(localStorage, account.key, id) !== null;
  const isEmpty = schedules.length === 0;
  return (
    <>
      <PageHeader title={t('settings.schedules')} text={t('schedules.text')}>
        <Button variant="primary" icon={Plus} onClick={onCreate}>
          {t('schedules.create')}
        </Button>
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line [@media(max-height:480px)]:flex-none">
        {keptDraft(localStorage, account.key, null) ? (
          <div className="px-6 py-3 max-medium:px-4">
            <NewDraftNote text={t('schedules.newDrafted')} action={t('settings.newDraftOpen')} onOpen={onCreate} />
          </div>
        ) : null}
        {isEmpty && mode === 'starting' ? <SkeletonRows inset="panel" count={6} label={t('settings.loading')} /> : null}
        {isEmpty && mode !== 'starting' ? (
          <EmptyState icon={CalendarClock} title={t('schedules.empty.title')} text={t('schedules.empty.text')}>
            <Button onClick={onCreate}>{t('schedules.create')}</Button>
          </EmptyState>
        ) : null}
        {isEmpty ? null : (
          <DataTable
            label={t('settings.schedules')}
            columns={columns(allQueues, nowMs, isDrafted)}
            rows={schedules}
            keyOf={({ id }) => id}
            onOpen={({ id }) => onOpen(id)}
          />
        )}
      </div>
    </>
  );
}

function columns(queues: readonly Queue[], nowMs: number, isDrafted: (id: string) => boolean): readonly DataColumn<Schedule>[] {
  return [
    {
      id: 'name',
      header: t('schedules.name'),
      cell: ({ id, name }) => (
        <span className="flex items-center gap-2">
          <span title={name} className="truncate font-medium">
            {name}
          </span>
          {isDrafted(id) ? (
            <Badge icon={CircleDot} tone="warning">
              {t('schedules.unsaved')}
            </Badge>
          ) : null}
        </span>
      ),
    },
    { id: 'now', header: t('schedules.now'), width: 'w-60', cell: (schedule) => <HoursNow schedule={schedule} nowMs={nowMs} /> },
    {
      id: 'zone',
      header: t('schedules.zone'),
      width: 'w-44',
      importance: 'third',
      cell: ({ time_zone: zone }) => <span className="text-ink-muted">{zone.replaceAll('_', ' ')}</span>,
    },
    {
      id: 'hours',
      header: t('schedules.hoursAWeek'),
      width: 'w-32',
      align: 'end',
      importance: 'third',
      cell: ({ week }) => formatNumber(weekHours(week)),
    },
    {
      id: 'queues',
      header: t('schedules.usedBy'),
      width: 'w-32',
      align: 'end',
      importance: 'second',
      cell: ({ id }) => formatNumber(queues.filter(({ schedule_uid: uid }) => uid === id).length),
    },
  ];
}

/** Open or closed, and until when: by icon and words. */
export function HoursNow({ schedule, nowMs }: { schedule: Schedule; nowMs: number }) {
  const calendar = knownCalendar(schedule);
  if (!calendar) return <span className="text-ink-muted">{schedule.time_zone}</span>;
  const { isOpen, text } = sayHours(calendar, nowMs);
  if (calendar.nextOpening(nowMs) === null) {
    return (
      <Badge icon={CircleAlert} tone="warning">
        {text}
      </Badge>
    );
  }
  return (
    <Badge icon={isOpen ? CircleCheck : Moon} tone={isOpen ? 'good' : 'plain'}>
      {text}
    </Badge>
  );
}
