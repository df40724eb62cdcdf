import { type ReactNode, useId } from 'react';

export interface SectionProps {
  title: string;
  /** 3 in a pane, 2 on a page. */
  level?: 2 | 3;
  text?: ReactNode;
  /** Beside the title. */
  trailing?: ReactNode;
  children?: ReactNode;
}

/** A part of a page or pane under a heading of its own. */
export function Section({ title, level = 3, text, trailing, children }: SectionProps) {
  const Heading = `h${level}` as const;
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2.5">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <Heading id={id} className="font-semibold">
            {title}
          </Heading>
          {text ? <p className="text-small text-pretty text-ink-muted">{text}</p> : null}
        </div>
        {trailing}
      </div>
      {children}
    </section>
  );
}
