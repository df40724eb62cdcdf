import { formatNumber, t } from '../../i18n/translate.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in its two largest units: `45 s`, `12 min`, `1 h 40 min`, `2 d 3 h`; a dash for null. */
export function formatSpan(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < MINUTE) return t('time.seconds', { count: Math.round(seconds) });
  if (seconds < HOUR) return t('time.minutes', { count: Math.round(seconds / MINUTE) });
  if (seconds < DAY) return two(seconds, HOUR, 'time.hours', MINUTE, 'time.minutes');
  return two(seconds, DAY, 'time.days', HOUR, 'time.hours');
}

type UnitKey = 'time.minutes' | 'time.hours' | 'time.days';

function two(seconds: number, large: number, largeKey: UnitKey, small: number, smallKey: UnitKey): string {
  const total = Math.round(seconds / small);
  const inLarge = large / small;
  const rest = total % inLarge;
  const whole = t(largeKey, { count: Math.floor(total / inLarge) });
  return rest === 0 ? whole : `${whole} ${t(smallKey, { count: rest })}`;
}

export function formatCount(value: number | null): string {
  return value === null ? '–' : formatNumber(value);
}
