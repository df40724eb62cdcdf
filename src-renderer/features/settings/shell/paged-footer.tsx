import { t } from '../../../i18n/translate.ts';
import { TableFooter } from '../../../ui/table-footer.tsx';

export interface PagedFooterProps {
  shown: number;
  total: number;
  /** What was searched for. */
  text?: string;
  onMore: () => void;
}

/** Below a table whose rows are all here, but not all drawn. */
export function PagedFooter({ shown, total, text, onMore }: PagedFooterProps) {
  const said = total === 0 && text !== undefined ? t('settings.nothingMatches', { text }) : t('settings.shownOf', { shown, total });
  return <TableFooter text={said} more={shown < total ? { label: t('settings.more'), busy: false, onMore } : null} />;
}
