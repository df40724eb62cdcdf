import { TriangleAlert } from 'lucide-react';
import { Button } from './button.tsx';

export interface ErrorStateProps {
  title: string;
  /** What happened and what was kept. */
  text: string;
  action: string;
  /** 1 where it stands for the whole page. */
  headingLevel?: 1 | 2;
  onAction: () => void;
}

export function ErrorState({ title, text, action, headingLevel = 2, onAction }: ErrorStateProps) {
  const Heading = `h${headingLevel}` as const;
  return (
    <div role="alert" className="flex h-full min-h-0 flex-col items-center justify-center-safe gap-3 overflow-auto p-6 text-center">
      <span className="flex size-10 items-center justify-center rounded-lg bg-danger-wash text-danger">
        <TriangleAlert aria-hidden="true" size={18} strokeWidth={1.7} />
      </span>
      <div className="flex max-w-[52ch] flex-col gap-1">
        <Heading className="text-heading font-semibold">{title}</Heading>
        <p className="text-body text-pretty break-words text-ink-muted">{text}</p>
      </div>
      <Button onClick={onAction}>{action}</Button>
    </div>
  );
}
