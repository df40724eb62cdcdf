import { Moon } from 'lucide-react';

/** That nobody works here now, and until when: as an icon alone where room is short, its words for whoever asks. */
export function ClosedMark({ text, short = false }: { text: string; short?: boolean }) {
  return (
    <span title={text} className="inline-flex min-w-0 shrink-0 items-center gap-1 text-small font-normal text-ink-muted">
      <Moon aria-hidden="true" size={12} className="shrink-0" />
      <span className={short ? 'sr-only' : 'truncate'}>{text}</span>
    </span>
  );
}
