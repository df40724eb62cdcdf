import { ArrowLeft, ExternalLink } from 'lucide-react';
import type { Person, User } from '../../../src-shared/schema/user.ts';
import { CommandKeys, shortcutOf } from '../../commands/command-keys.tsx';
import { useRunCommand } from '../../commands/use-commands.ts';
import type { TaskEntry } from '../../data/console-data.ts';
import { epochMs, formatClock, formatExact } from '../../i18n/format-time.ts';
import { t, tn } from '../../i18n/translate.ts';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { MarkTag, StatusLabel } from '../../ui/status-icon.tsx';
import { holderName } from './task-facts.tsx';

export interface TaskHeaderProps {
  entry: TaskEntry;
  user: User;
  people: ReadonlyMap<string, Person>;
  viewers: readonly Person[];
}

/** What it is and how it stands: the lines that answer "is this mine to do?". */
export function TaskHeader({ entry, user, people, viewers }: TaskHeaderProps) {
  const run = useRunCommand();
  const nowMs = useNow();
  const { task, title, url, pending, doubtful, rejected } = entry;
  const sinceMs = epochMs(task.status_at);
  return (
    <header className="flex flex-col gap-2">
      <div className="flex items-start gap-2">
        <IconButton icon={ArrowLeft} label={t('task.back')} onClick={() => run('view.back')} className="-ml-1 wide:hidden" />
        <h2 title={title} className="line-clamp-3 min-w-0 flex-1 text-heading font-semibold break-words select-text">
          {title}
        </h2>
      </div>
      <div className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
        <span className="flex font-medium">
          <StatusLabel mark={task.status}>{t(`status.${task.status}`)}</StatusLabel>
        </span>
        {task.assignee_uid === null ? null : <span className="text-ink-muted">· {holderName(task.assignee_uid, user, people)}</span>}
        <span className="text-ink-muted">
          · <Moment at={task.status_at} text={t('task.since', { time: formatClock(sinceMs, nowMs) })} exact={formatExact(sinceMs)} />
        </span>
        {pending.length > 0 ? (
          <MarkTag mark="pending" title={tn('status.pendingTitle', pending.length)}>
            {t(doubtful.length > 0 ? 'status.doubtful' : 'status.pending')}
          </MarkTag>
        ) : null}
        {rejected.length > 0 ? (
          <MarkTag mark="rejected" title={tn('status.rejectedTitle', rejected.length)}>
            {t('status.rejected')}
          </MarkTag>
        ) : null}
      </div>
      {viewers.length > 0 ? (
        <p className="text-small text-ink-muted">{t('task.viewing', { names: viewers.map(({ name }) => name).join(', ') })}</p>
      ) : null}
      {url ? (
        <div>
          <Button
            size="small"
            icon={ExternalLink}
            title={t('task.openLinkTo', { url })}
            onClick={() => run('task.openLink')}
            trailing={<CommandKeys id="task.openLink" />}
            className="max-w-full"
            {...shortcutOf('task.openLink')}
          >
            <span className="truncate">{t('task.openLink')}</span>
          </Button>
        </div>
      ) : null}
    </header>
  );
}
