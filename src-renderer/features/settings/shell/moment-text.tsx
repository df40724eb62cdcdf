import { epochMs, formatExact, formatRelative } from '../../../i18n/format-time.ts';
import { t } from '../../../i18n/translate.ts';
import { useNow } from '../../../state/use-now.ts';
import { Moment } from '../../../ui/moment.tsx';

/** `3 min ago`, the exact time on hover; "Never" for null. */
export function MomentText({ at }: { at: string | null }) {
  const nowMs = useNow();
  if (at === null) return <span className="text-ink-faint">{t('settings.never')}</span>;
  const ms = epochMs(at);
  return <Moment at={at} text={formatRelative(ms, nowMs)} exact={formatExact(ms)} className="text-ink-muted" />;
}
