import { SCHEDULE_ENDPOINTS } from '../../../../src-shared/http/schedule-endpoints.ts';
import type { Schedule } from '../../../../src-shared/schema/schedule.ts';
import { formatWorkingTime } from '../../../i18n/format-time.ts';
import { t, tn } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useStore } from '../../../state/use-store.ts';
import { Section } from '../../../ui/section.tsx';
import { ApplyTargets } from '../shell/apply-targets.tsx';
import { DeleteSection } from '../shell/delete-section.tsx';

export interface ScheduleUseProps {
  schedule: Schedule;
  isDirty: boolean;
  onDeleted: () => void;
}

/** Which queues go by a schedule, what becomes of their open tasks, and its end. */
export function ScheduleUse({ schedule, isDirty, onDeleted }: ScheduleUseProps) {
  const { server, data } = useConsole();
  const { allQueues } = useStore(data.workspace);
  const { id, name } = schedule;
  const users = allQueues.filter(({ schedule_uid: uid }) => uid === id);
  const parameters = { id };
  return (
    <>
      <Section
        level={2}
        title={t('schedules.usedBy.title')}
        text={users.length === 0 ? t('schedules.usedBy.none') : tn('schedules.usedBy.text', users.length)}
      >
        {users.length === 0 ? null : (
          <ul className="flex flex-col gap-1">
            {users.map((queue) => (
              <li key={queue.id} className="flex min-w-0 items-baseline gap-2">
                <span title={queue.name} className="truncate">
                  {queue.name}
                </span>
                {queue.target_minutes ? (
                  <span className="shrink-0 text-small text-ink-muted">{formatWorkingTime(queue.target_minutes)}</span>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Section>
      {users.length > 0 ? (
        <ApplyTargets disabled={isDirty} start={() => server.call(SCHEDULE_ENDPOINTS['schedules.apply'], { parameters })} />
      ) : null}
      {users.length > 0 ? (
        <Section
          level={2}
          title={t('schedules.delete')}
          text={t('schedules.deleteUsed', { queues: users.map((queue) => queue.name).join(', ') })}
        />
      ) : (
        <DeleteSection
          title={t('schedules.delete')}
          consequence={t('schedules.deleteText', { name })}
          typed={{ label: t('schedules.deleteType', { name }), word: name.trim() }}
          remove={() => server.call(SCHEDULE_ENDPOINTS['schedules.delete'], { parameters })}
          onDeleted={onDeleted}
        />
      )}
    </>
  );
}
