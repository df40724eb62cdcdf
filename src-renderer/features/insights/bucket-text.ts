import type { Insights } from '../../../src-shared/http/insight-endpoints.ts';
import { epochMs } from '../../i18n/format-time.ts';
import { spokenLocale, t } from '../../i18n/translate.ts';

type Unit = Insights['unit'];

/** Below the axis: `14:00`, `3 Mar`. */
export function shortText(start: string, unit: Unit, timeZone: string): string {
  const options: Intl.DateTimeFormatOptions = unit === 'hour' ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(spokenLocale(), { timeZone, ...options }).format(epochMs(start));
}

/** In full: `Tue, 3 Mar 2026`, `Tue, 3 Mar, 14:00`, `Week of 2 Mar 2026`. */
export function fullText(start: string, unit: Unit, timeZone: string): string {
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  switch (unit) {
    case 'hour':
      return format(start, timeZone, { ...day, hour: '2-digit', minute: '2-digit' });
    case 'day':
      return format(start, timeZone, { ...day, year: 'numeric' });
    case 'week':
      return t('insights.weekOf', { date: format(start, timeZone, { day: 'numeric', month: 'short', year: 'numeric' }) });
  }
}

function format(start: string, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(spokenLocale(), { timeZone, ...options }).format(epochMs(start));
}
