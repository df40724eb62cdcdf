import type { ReactNode } from 'react';
import type { Person, User } from '../../../src-shared/schema/user.ts';
import type { QueueSummary, TaskEntry } from '../../data/console-data.ts';
import { epochMs, formatClock, formatDue, formatExact, formatRelative, formatWorkingTime } from '../../i18n/format-time.ts';
import { formatNumber, t } from '../../i18n/translate.ts';
import { useNow } from '../../state/use-now.ts';
import { classNames } from '../../ui/class-names.ts';
import { Moment } from '../../ui/moment.tsx';

export interface TaskFactsProps {
  entry: TaskEntry;
  user: User;
  people: ReadonlyMap<string, Person>;
  queues: readonly QueueSummary[];
}

const URGENCY = { overdue: 'text-danger font-medium', soon: 'text-warning font-medium', later: 'text-ink-muted' } as const;

/** Who, when, where: the attributes that every task has. */
export function TaskFacts({ entry: { task }, user, people, queues }: TaskFactsProps) {
  const nowMs = useNow();
  const dueMs = epochMs(task.due_at);
  const due = formatDue(dueMs, nowMs);
  const queueName = queues.find(({ queue }) => queue.id === task.queue_uid)?.queue.name ?? task.queue_uid;
  return (
    <dl className="grid grid-cols-[minmax(72px,32%)_1fr] gap-x-3 gap-y-1.5">
      <Fact name={t('task.holder')}>{holderName(task.assignee_uid, user, people)}</Fact>
      <Fact name={t('task.due')}>
        <span className="flex flex-wrap gap-x-2">
          <Moment at={task.due_at} text={formatClock(dueMs, nowMs)} exact={formatExact(dueMs)} />
          {task.status === 'DONE' ? null : (
            <span className={classNames('whitespace-nowrap tabular-nums', URGENCY[due.urgency])}>{due.text}</span>
          )}
          {task.due_target_minutes === undefined ? null : <ByTarget minutes={task.due_target_minutes} />}
        </span>
      </Fact>
      <Fact name={t('task.queue')}>{queueName ?? t('task.noQueue')}</Fact>
      <Fact name={t('task.priority')}>{task.priority === null ? t('task.noPriority') : formatNumber(task.priority)}</Fact>
      {task.skills.length > 0 ? <Fact name={t('task.skills')}>{task.skills.join(', ')}</Fact> : null}
      {task.snooze_expires_at === null ? null : (
        <Fact name={t('task.snoozed')}>
          <Moment
            at={task.snooze_expires_at}
            text={formatClock(epochMs(task.snooze_expires_at), nowMs)}
            exact={formatExact(epochMs(task.snooze_expires_at))}
          />
        </Fact>
      )}
      <Fact name={t('task.created')}>
        <Moment at={task.created_at} text={formatRelative(epochMs(task.created_at), nowMs)} exact={formatExact(epochMs(task.created_at))} />
      </Fact>
      <Fact name={t('task.id')}>
        <span className="break-all text-ink-muted select-text">{task.uid}</span>
      </Fact>
    </dl>
  );
}

/** Nobody sent the date: it is the queue's. */
function ByTarget({ minutes }: { minutes: number }) {
  const time = formatWorkingTime(minutes);
  return (
    <span title={t('task.byTargetHint', { time })} className="text-ink-faint">
      {t('task.byTarget', { time })}
    </span>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="truncate text-ink-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

export function holderName(assigneeUid: string | null, user: User, people: ReadonlyMap<string, Person>): string {
  if (assigneeUid === null) return t('person.nobody');
  return assigneeUid === user.id ? t('person.you') : (people.get(assigneeUid)?.name ?? t('person.unknown'));
}
