import { FileQuestion, MousePointerClick } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { registerSurface, surfaces } from '../../commands/surfaces.ts';
import type { InboxItem, TaskEntry } from '../../data/console-data.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole, useTaskEntry } from '../../state/console-context.tsx';
import { useStore } from '../../state/use-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ActivityList } from './activity-list.tsx';
import { CommentBox } from './comment-box.tsx';
import { FieldList } from './field-list.tsx';
import { fieldText } from './field-text.ts';
import { TaskActions } from './task-actions.tsx';
import { TaskFacts } from './task-facts.tsx';
import { TaskHeader } from './task-header.tsx';
import { TaskNotices } from './task-notices.tsx';
import { WhyHere } from './why-here.tsx';

interface PaneProps {
  rejectedText: (item: InboxItem) => string;
  /** Draws at once the task that the keyboard has gone on to; false: it is drawn. */
  catchUp: () => boolean;
}

/** The task that the keyboard is on, whole. */
export function TaskPane({ taskUid, ...rest }: { taskUid: string | null } & PaneProps) {
  const entry = useTaskEntry(taskUid);
  if (taskUid === null) {
    return <EmptyState icon={MousePointerClick} title={t('task.none.title')} text={t('task.none.text')} />;
  }
  if (!entry) return <EmptyState icon={FileQuestion} title={t('task.gone.title')} text={t('task.gone.text')} />;
  // A new task starts at its top, with nothing of the one before.
  return <TaskContent key={entry.task.uid} entry={entry} {...rest} />;
}

function TaskContent({ entry, catchUp, rejectedText }: { entry: TaskEntry } & PaneProps) {
  const { data } = useConsole();
  const { user, people, queues } = useStore(data.workspace);
  const viewers = useStore(data.presence).get(entry.task.uid) ?? [];
  const pane = useRef<HTMLElement>(null);
  const comment = useRef<HTMLTextAreaElement>(null);
  const { fields } = entry.task;
  const queue = queues.find(({ queue: { id } }) => id === entry.task.queue_uid)?.queue;
  const enterFields = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' || event.target !== pane.current) return;
    event.preventDefault();
    pane.current?.querySelector<HTMLElement>('[data-field-name][tabindex="0"]')?.focus();
  };

  const isMine = entry.task.status === 'STARTED' && entry.task.assignee_uid === user.id;
  useEffect(() => data.lookAt(entry.task.uid, isMine ? 'working' : 'looking'), [data, entry.task.uid, isMine]);
  useEffect(() => () => data.lookAt(null), [data]);
  useEffect(
    () =>
      registerSurface('task', {
        focus: () => (catchUp() ? surfaces.task?.focus() : pane.current?.focus()),
        focusComment: () => (catchUp() ? surfaces.task?.focusComment() : comment.current?.focus()),
        hasFocus: () => pane.current?.contains(document.activeElement) ?? false,
        focusedValue: () => {
          const name = document.activeElement?.closest<HTMLElement>('[data-field-name]')?.dataset.fieldName;
          return name === undefined || !pane.current?.contains(document.activeElement)
            ? null
            : { name, text: fieldText(fields[name] ?? null) };
        },
      }),
    [fields, catchUp],
  );

  return (
    <section
      ref={pane}
      aria-label={t('task.label')}
      tabIndex={-1}
      onKeyDown={enterFields}
      data-testid="task-pane"
      data-task-uid={entry.task.uid}
      data-status={entry.task.status}
      data-pending={entry.pending.length > 0 ? 'true' : undefined}
      className="flex h-full min-h-0 flex-col outline-none focus-visible:shadow-[inset_2px_0_0_var(--accent-ink)]"
    >
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-4 py-3">
        <TaskHeader entry={entry} user={user} people={people} viewers={viewers.filter(({ id }) => id !== user.id)} />
        <TaskNotices entry={entry} user={user} people={people} rejectedText={rejectedText} />
        <TaskFacts entry={entry} user={user} people={people} queues={queues} />
        <Part title={t('task.fields')}>
          <FieldList fields={fields} />
        </Part>
        <Part title={t('why.title')}>
          <WhyHere task={entry.task} user={user} people={people} />
        </Part>
        <Part title={t('task.activity')}>
          <ActivityList entry={entry} user={user} people={people} />
          <CommentBox taskUid={entry.task.uid} input={comment} onLeave={() => pane.current?.focus()} />
        </Part>
      </div>
      <TaskActions entry={entry} user={user} queueSkills={queue?.skills ?? null} />
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-line pt-3">
      <h3 className="mb-1.5 text-small font-medium text-ink-faint">{title}</h3>
      {children}
    </section>
  );
}
