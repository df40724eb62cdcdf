import { ArrowUp } from 'lucide-react';
import { CommandKeys } from '../../commands/command-keys.tsx';
import { t, tn } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';

export interface ListFooterProps {
  /** -1: the keyboard is on no row. */
  index: number;
  /** Null: not known yet. */
  count: number | null;
  aboveCount: number;
  onGoAbove: () => void;
}

export function ListFooter({ index, count, aboveCount, onGoAbove }: ListFooterProps) {
  return (
    <footer
      data-list-footer=""
      className="flex h-8 shrink-0 items-center gap-2 overflow-hidden border-t border-line px-4 tabular-nums text-small whitespace-nowrap text-ink-muted [anchor-name:--list-footer] in-[[inert]]:[anchor-name:none]"
    >
      <span data-testid="list-position">{positionText(index, count)}</span>
      {aboveCount > 0 ? (
        <Button variant="quiet" size="small" icon={ArrowUp} onClick={onGoAbove}>
          {tn('list.above', aboveCount)}
        </Button>
      ) : null}
      <span className="ml-auto hidden items-center gap-4 wide:flex">
        <Hint id="list.open" text={t('list.hint.open')} />
        <Hint id="app.palette" text={t('list.hint.commands')} />
        <Hint id="app.help" text={t('list.hint.keys')} />
      </span>
    </footer>
  );
}

function positionText(index: number, count: number | null): string {
  if (count === null) return t('list.loading');
  return index >= 0 ? t('list.position', { index: index + 1, count }) : tn('list.count', count);
}

function Hint({ id, text }: { id: string; text: string }) {
  return (
    <span aria-hidden="true" className="flex items-center gap-1.5 text-ink-faint">
      <CommandKeys id={id} />
      {text}
    </span>
  );
}
