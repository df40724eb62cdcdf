import { type ReactNode, useId } from 'react';

export interface SectionProps {
  title: string;
  text?: ReactNode;
  /** Beside the title. */
  trailing?: ReactNode;
  children: ReactNode;
}

/** A part of a page or pane under a heading of its own. */
export function Section({ title, text, trailing, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2.5">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h3 id={id} className="font-semibold">
            {title}
          </h3>
          {text ? <p className="text-small text-pretty text-ink-muted">{text}</p> : null}
        </div>
        {trailing}
      </div>
      {children}
    </section>
  );
}
