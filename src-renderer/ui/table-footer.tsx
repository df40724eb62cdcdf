import { Button } from './button.tsx';

export interface TableFooterProps {
  /** How much is shown, of how much. */
  text: string;
  more?: { label: string; busy: boolean; onMore: () => void } | null;
}

/** Below a table: how much is shown, and the way to more. */
export function TableFooter({ text, more }: TableFooterProps) {
  return (
    <div className="flex min-h-11 items-center gap-3 px-6 py-2 text-small text-ink-muted max-medium:px-4">
      <span role="status" className="tabular-nums">
        {text}
      </span>
      {more ? (
        <Button size="small" busy={more.busy} onClick={more.onMore}>
          {more.label}
        </Button>
      ) : null}
    </div>
  );
}
