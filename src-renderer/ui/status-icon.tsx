import type { ReactNode } from 'react';
import type { TaskStatus } from '../../src-shared/schema/task.ts';
import { classNames } from './class-names.ts';

export type StatusMark = TaskStatus | 'pending' | 'rejected';

const COLOURS: Readonly<Record<StatusMark, string>> = {
  TODO: 'text-todo',
  ASSIGNED: 'text-assigned',
  STARTED: 'text-started',
  DONE: 'text-done',
  pending: 'text-ink-muted',
  rejected: 'text-danger',
};

const ring = <circle cx="7" cy="7" r="5.6" fill="none" stroke="currentColor" strokeWidth="1.5" />;

/** Told apart by shape: empty, half, three quarters, full with a tick, dots, triangle. */
const SHAPES: Readonly<Record<StatusMark, ReactNode>> = {
  TODO: ring,
  ASSIGNED: (
    <>
      {ring}
      <path d="M7 3.6a3.4 3.4 0 0 0 0 6.8Z" fill="currentColor" />
    </>
  ),
  STARTED: (
    <>
      {ring}
      <path d="M7 7V3.6A3.4 3.4 0 1 1 3.6 7Z" fill="currentColor" />
    </>
  ),
  DONE: (
    <>
      <circle cx="7" cy="7" r="6.35" fill="currentColor" />
      <path
        d="m4.4 7.2 1.8 1.8 3.5-3.8"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  pending: (
    <>
      <circle cx="2.6" cy="7" r="1.35" fill="currentColor" />
      <circle cx="7" cy="7" r="1.35" fill="currentColor" />
      <circle cx="11.4" cy="7" r="1.35" fill="currentColor" />
    </>
  ),
  rejected: (
    <>
      <path d="M7 1.9 12.6 12H1.4Z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
      <path d="M7 5.6v2.9" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      <circle cx="7" cy="10.2" r="0.8" fill="currentColor" />
    </>
  ),
};

export function StatusIcon({ mark }: { mark: StatusMark }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 14 14" className={classNames('size-3.5 shrink-0', COLOURS[mark])}>
      {SHAPES[mark]}
    </svg>
  );
}

/** Icon and word, never a colour alone. */
export function StatusLabel({ mark, children, title }: { mark: StatusMark; children: ReactNode; title?: string }) {
  return (
    <span title={title} className="inline-flex min-w-0 items-center gap-1.5 whitespace-nowrap">
      <StatusIcon mark={mark} />
      <span className="truncate">{children}</span>
    </span>
  );
}

/** What a change of the operator's is waiting for, as a small tag. */
export function MarkTag({ mark, children, title }: { mark: 'pending' | 'rejected'; children: ReactNode; title: string }) {
  return (
    <span
      title={title}
      data-pending={mark === 'pending' ? 'true' : undefined}
      data-rejected={mark === 'rejected' ? 'true' : undefined}
      className={classNames(
        'inline-flex h-[18px] shrink-0 items-center gap-1 rounded-sm px-1 text-[11px] font-medium',
        mark === 'pending' ? 'bg-selected-idle text-ink-muted' : 'bg-danger-wash text-danger',
      )}
    >
      <StatusIcon mark={mark} />
      {children}
    </span>
  );
}
