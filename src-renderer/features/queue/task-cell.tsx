import type { TaskStatus } from '../../../src-shared/schema/task.ts';
import type { Person, User } from '../../../src-shared/schema/user.ts';
import type { TaskEntry } from '../../data/console-data.ts';
import { epochMs, formatDue, formatExact, formatRelative, type Urgency } from '../../i18n/format-time.ts';
import { formatNumber, t, tn } from '../../i18n/translate.ts';
import { useNow } from '../../state/use-now.ts';
import { classNames } from '../../ui/class-names.ts';
import { Moment } from '../../ui/moment.tsx';
import { MarkTag, StatusLabel } from '../../ui/status-icon.tsx';
import { type ListColumn, valueText } from './list-columns.ts';
import { Viewers } from './viewers.tsx';

export interface TaskCellProps {
  column: ListColumn;
  entry: TaskEntry;
  user: User;
  people: ReadonlyMap<string, Person>;
}

export function TaskCell({ column: { path, withAssignee = false }, entry, user, people }: TaskCellProps) {
  const { task } = entry;
  switch (path) {
    case 'status':
      return <StatusCell status={task.status} holder={withAssignee ? assigneeText(task.assignee_uid, user, people) : ''} />;
    case 'title':
      return <TitleCell entry={entry} me={user.id} />;
    case 'assignee_uid':
      return <span className="truncate text-ink-muted">{assigneeText(task.assignee_uid, user, people)}</span>;
    case 'priority':
      return <span className="text-ink-muted tabular-nums">{task.priority === null ? '' : formatNumber(task.priority)}</span>;
    case 'due_at':
      return task.status === 'DONE' ? <PastCell at={task.due_at} /> : <DueCell at={task.due_at} />;
    case 'created_at':
    case 'updated_at':
      return <PastCell at={task[path]} />;
    case 'uid':
      return (
        <span title={task.uid} className="truncate text-ink-muted">
          {task.uid}
        </span>
      );
    default:
      return <FieldCell text={valueText(task.fields[path.replace(/^fields\./, '')])} />;
  }
}

/** The shape tells the status; the word too, or who has the task. */
function StatusCell({ status, holder }: { status: TaskStatus; holder: string }) {
  const word = t(`status.${status}`);
  if (holder === '') return <StatusLabel mark={status}>{word}</StatusLabel>;
  return (
    <StatusLabel mark={status} title={`${word} · ${holder}`}>
      <span className="sr-only">{word} · </span>
      {holder}
    </StatusLabel>
  );
}

function TitleCell({ entry, me }: { entry: TaskEntry; me: string }) {
  const { title, pending, doubtful, rejected } = entry;
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2">
      <span title={title} className="truncate font-medium">
        {title}
      </span>
      <Viewers taskUid={entry.task.uid} me={me} />
      {rejected.length > 0 ? (
        <MarkTag mark="rejected" title={tn('status.rejectedTitle', rejected.length)}>
          {t('status.rejected')}
        </MarkTag>
      ) : null}
      {pending.length > 0 ? (
        <MarkTag mark="pending" title={doubtful[0]?.refusal.message ?? tn('status.pendingTitle', pending.length)}>
          {t(doubtful.length > 0 ? 'status.doubtful' : 'status.pending')}
        </MarkTag>
      ) : null}
    </span>
  );
}

const URGENCY: Readonly<Record<Urgency, string>> = {
  overdue: 'text-danger font-medium',
  soon: 'text-warning font-medium',
  later: 'text-ink-muted',
};

function DueCell({ at }: { at: string }) {
  const { text, urgency } = formatDue(epochMs(at), useNow());
  return <Moment at={at} text={text} exact={formatExact(epochMs(at))} className={classNames('truncate', URGENCY[urgency])} />;
}

function PastCell({ at }: { at: string }) {
  return (
    <Moment at={at} text={formatRelative(epochMs(at), useNow())} exact={formatExact(epochMs(at))} className="truncate text-ink-muted" />
  );
}

function FieldCell({ text }: { text: string }) {
  return (
    <span title={text} className="truncate text-ink-muted">
      {text}
    </span>
  );
}

export function assigneeText(assigneeUid: string | null, user: User, people: ReadonlyMap<string, Person>): string {
  if (assigneeUid === null) return '';
  return assigneeUid === user.id ? t('person.you') : (people.get(assigneeUid)?.name ?? t('person.unknown'));
}
