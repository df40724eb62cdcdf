import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface NoteProps {
  tone: 'info' | 'good' | 'warning' | 'danger';
  title?: string;
  children: ReactNode;
  /** A button. */
  action?: ReactNode;
}

const TONES: Readonly<Record<NoteProps['tone'], { className: string; icon: LucideIcon; iconClass: string }>> = {
  info: { className: 'border-line bg-canvas', icon: Info, iconClass: 'text-ink-muted' },
  good: { className: 'border-line bg-canvas', icon: CircleCheck, iconClass: 'text-success' },
  warning: { className: 'border-transparent bg-warning-wash', icon: CircleAlert, iconClass: 'text-warning' },
  danger: { className: 'border-transparent bg-danger-wash', icon: TriangleAlert, iconClass: 'text-danger' },
};

/** Something to know where it matters. Danger interrupts screen readers, the others wait. */
export function Note({ tone, title, children, action }: NoteProps) {
  const { className, icon: Icon, iconClass } = TONES[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={classNames('flex items-start gap-2.5 rounded-md border px-3 py-2', className)}
    >
      <Icon aria-hidden="true" size={15} strokeWidth={1.9} className={classNames('mt-[2.5px] shrink-0', iconClass)} />
      <div className="min-w-0 flex-1 text-pretty break-words">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children}
      </div>
      {action}
    </div>
  );
}
