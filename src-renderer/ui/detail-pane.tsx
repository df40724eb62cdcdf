import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { IconButton } from './icon-button.tsx';

export interface DetailPaneProps {
  title: string;
  subtitle?: ReactNode;
  closeLabel: string;
  onClose: () => void;
  /** Stands below what scrolls: save, cancel. */
  footer?: ReactNode;
  children: ReactNode;
}

/** One thing out of a list. Takes the focus when it opens; Esc closes it and gives the focus back to its row. */
export function DetailPane({ title, subtitle, closeLabel, onClose, footer, children }: DetailPaneProps) {
  const pane = useRef<HTMLElement>(null);
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    if (!pane.current?.contains(document.activeElement)) pane.current?.focus();
    return () => {
      requestAnimationFrame(() => {
        // Whoever went on somewhere else stays there.
        if (document.activeElement === document.body && before instanceof HTMLElement && before.isConnected) before.focus();
      });
    };
  }, [before]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  };
  return (
    <section
      ref={pane}
      tabIndex={-1}
      aria-label={title}
      onKeyDown={onKeyDown}
      className="flex h-full min-h-0 flex-col bg-surface focus-visible:outline-none"
    >
      <header className="flex items-start gap-2 border-b border-line py-3 pr-3 pl-5">
        <div className="min-w-0 flex-1">
          <h2 title={title} className="truncate text-heading font-semibold">
            {title}
          </h2>
          {subtitle ? <div className="truncate text-ink-muted">{subtitle}</div> : null}
        </div>
        <IconButton icon={X} label={closeLabel} onClick={onClose} />
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-5 py-4">{children}</div>
      {footer ? <footer className="flex flex-wrap items-center gap-2 border-t border-line px-5 py-3">{footer}</footer> : null}
    </section>
  );
}
