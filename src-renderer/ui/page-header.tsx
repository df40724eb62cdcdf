import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

export interface PageHeaderProps {
  title: string;
  text?: ReactNode;
  /** The way to the page above. */
  back?: { label: string; onBack: () => void };
  /** Beside the title: how the thing is. */
  badge?: ReactNode;
  /** Buttons. */
  children?: ReactNode;
}

/** The head of a page: what it is, in one sentence what for, and what can be done here. */
export function PageHeader({ title, text, back, badge, children }: PageHeaderProps) {
  return (
    <header className="flex shrink-0 flex-wrap items-start gap-x-6 gap-y-3 px-6 pt-5 pb-4 max-medium:px-4">
      <div className="min-w-56 flex-1">
        {back ? (
          <Button variant="quiet" size="small" icon={ArrowLeft} onClick={back.onBack} className="mb-1 -ml-2">
            {back.label}
          </Button>
        ) : null}
        <div className="flex min-w-0 items-center gap-2.5">
          <h1 tabIndex={-1} data-page-title className="truncate text-title outline-none font-semibold tracking-[-0.01em]">
            {title}
          </h1>
          {badge}
        </div>
        {text ? <p className="mt-0.5 max-w-[76ch] text-pretty text-ink-muted">{text}</p> : null}
      </div>
      {children ? <div className="flex flex-wrap items-center gap-2 pt-0.5">{children}</div> : null}
    </header>
  );
}
