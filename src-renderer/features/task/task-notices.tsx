import type { ReactNode } from 'react';
import type { Person, User } from '../../../src-shared/schema/user.ts';
import type { InboxItem, TaskEntry } from '../../data/console-data.ts';
import { sayRefusal } from '../../i18n/say-again.ts';
import { t } from '../../i18n/translate.ts';
import { classNames } from '../../ui/class-names.ts';
import { StatusIcon, type StatusMark } from '../../ui/status-icon.tsx';
import { holderName } from './task-facts.tsx';

export interface TaskNoticesProps {
  entry: TaskEntry;
  user: User;
  people: ReadonlyMap<string, Person>;
  rejectedText: (item: InboxItem) => string;
}

/** What stands in the way: somebody else holds it, something was refused, something may be. */
export function TaskNotices({ entry, user, people, rejectedText }: TaskNoticesProps) {
  const { task, doubtful, rejected } = entry;
  const heldByOther = task.assignee_uid !== null && task.assignee_uid !== user.id && task.status !== 'DONE';
  if (!heldByOther && doubtful.length === 0 && rejected.length === 0) return null;
  return (
    <div className="flex flex-col gap-1.5">
      {rejected.map((item) => (
        <Notice key={item.opId} mark="rejected">
          <strong className="font-semibold">{t('inbox.what', { act: t(`act.${item.action}`) })}.</strong> {rejectedText(item)}
        </Notice>
      ))}
      {doubtful.map(({ opId, refusal }) => (
        <Notice key={opId} mark="pending">
          <strong className="font-semibold">{t('task.doubtful')}.</strong> {sayRefusal(refusal)}
        </Notice>
      ))}
      {heldByOther ? (
        <Notice mark={task.status}>
          <strong className="font-semibold">{t('task.heldBy', { name: holderName(task.assignee_uid, user, people) })}</strong>{' '}
          {user.role === 'operator' ? t('task.heldByHint') : null}
        </Notice>
      ) : null}
    </div>
  );
}

function Notice({ mark, children }: { mark: StatusMark; children: ReactNode }) {
  return (
    <p className={classNames('flex gap-2 rounded-md px-2.5 py-1.5', mark === 'rejected' ? 'bg-danger-wash' : 'bg-canvas')}>
      <span className="mt-[3px]">
        <StatusIcon mark={mark} />
      </span>
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}
