import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  text: string;
  /** The next step. */
  children?: ReactNode;
}

export function EmptyState({ icon: Icon, title, text, children }: EmptyStateProps) {
  return (
    <div className="flex h-full min-h-0 flex-col items-center justify-center-safe gap-3 overflow-auto p-6 text-center">
      <span className="flex size-10 items-center justify-center rounded-lg border border-line bg-surface text-ink-muted">
        <Icon aria-hidden="true" size={18} strokeWidth={1.7} />
      </span>
      <div className="flex max-w-[44ch] flex-col gap-1">
        <h2 className="text-heading font-semibold text-balance">{title}</h2>
        <p className="text-body text-pretty text-ink-muted">{text}</p>
      </div>
      {children}
    </div>
  );
}
