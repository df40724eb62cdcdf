import type { Person, User } from '../../../src-shared/schema/user.ts';
import type { HistoryItem, TaskEntry } from '../../data/console-data.ts';
import { epochMs, formatExact, formatRelative } from '../../i18n/format-time.ts';
import { t } from '../../i18n/translate.ts';
import { useNow } from '../../state/use-now.ts';
import { Moment } from '../../ui/moment.tsx';
import { MarkTag, StatusIcon } from '../../ui/status-icon.tsx';
import { changedText } from './changed-text.ts';
import { stepSentence } from './step-sentence.ts';
import { useTaskHistory } from './use-task-history.ts';

export interface ActivityListProps {
  entry: TaskEntry;
  user: User;
  people: ReadonlyMap<string, Person>;
}

/** What happened to the task, oldest first, and what still waits to happen. */
export function ActivityList({ entry, user, people }: ActivityListProps) {
  const known = useTaskHistory(entry);
  switch (known.state) {
    case 'loading':
      return <p className="text-ink-faint">{t('task.activityLoading')}</p>;
    case 'failed':
      return <p className="text-danger">{t('task.activityFailed', { message: known.message })}</p>;
    case 'ready': {
      const { items, complete } = known.history;
      return (
        <>
          {complete ? null : <p className="mb-2 text-small text-ink-muted">{t('task.activityIncomplete')}</p>}
          {items.length === 0 && complete ? <p className="text-ink-faint">{t('task.activityEmpty')}</p> : null}
          <ol className="flex flex-col">
            {items.map((item) => (
              <ActivityItem key={item.key} item={item} user={user} people={people} />
            ))}
          </ol>
        </>
      );
    }
  }
}

const CHANGES_NO_STATUS: ReadonlySet<string> = new Set(['comment', 'update', 'setFields']);

/** The status that a step led to; a dot where it led to none. */
function StepMark({ item }: { item: HistoryItem }) {
  if (item.status === null || CHANGES_NO_STATUS.has(item.step)) return <span className="size-1.5 rounded-full bg-ink-faint" />;
  return <StatusIcon mark={item.status} />;
}

function ActivityItem({ item, user, people }: { item: HistoryItem; user: User; people: ReadonlyMap<string, Person> }) {
  const nowMs = useNow();
  const atMs = epochMs(item.at);
  const changed = item.changes ? changedText(item.changes, nowMs) : '';
  return (
    <li
      data-pending={item.pending ? 'true' : undefined}
      data-step={item.step}
      className="relative flex gap-2.5 pb-3 before:absolute before:top-5 before:bottom-0 before:left-[6.5px] before:w-px before:bg-line last:pb-0 last:before:hidden"
    >
      <span className="mt-[3px] flex size-3.5 items-center justify-center">
        {item.pending ? <StatusIcon mark="pending" /> : <StepMark item={item} />}
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="min-w-0 break-words">{stepSentence(item, user, people)}</span>
          {item.pending ? (
            <MarkTag mark="pending" title={t('status.pendingTitle_one', { count: 1 })}>
              {t('status.pending')}
            </MarkTag>
          ) : null}
          <Moment at={item.at} text={formatRelative(atMs, nowMs)} exact={formatExact(atMs)} className="text-small text-ink-faint" />
        </p>
        {changed === '' ? null : <p className="text-small break-words text-ink-muted">{changed}</p>}
        {item.note === null ? null : (
          <p className="mt-1 rounded-md border border-line bg-canvas px-2.5 py-1.5 break-words whitespace-pre-wrap select-text">
            {item.note}
          </p>
        )}
      </div>
    </li>
  );
}
