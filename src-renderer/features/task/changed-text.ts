import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { epochMs, formatClock, formatWorkingTime } from '../../i18n/format-time.ts';
import { fillIn, formatNumber, isMessageKey, t } from '../../i18n/translate.ts';
import { fieldText } from './field-text.ts';

/** What a step of the history changed, as people call it: `Due: 14:32 · amount, partner`. */
export function changedText(changes: JsonObject, nowMs: number): string {
  return Object.entries(changes)
    .map(([name, value]) => changedPart(name, value, nowMs))
    .filter((part) => part !== '')
    .join(' · ');
}

function changedPart(name: string, value: JsonValue, nowMs: number): string {
  // The server tells which fields, an operation on this computer their values.
  if (name === 'fields' && value !== null && typeof value === 'object') {
    return Array.isArray(value) ? value.map(fieldText).join(', ') : Object.keys(value).join(', ');
  }
  const key = `column.${name}`;
  const label = isMessageKey(key) ? fillIn(key, {}) : name;
  switch (name) {
    case 'due_at':
      return typeof value === 'string' ? `${label}: ${formatClock(epochMs(value), nowMs)}` : label;
    case 'due_target_minutes':
      // Without one the date beside it was sent.
      return typeof value === 'number' ? t('task.byTarget', { time: formatWorkingTime(value) }) : '';
    case 'priority':
      return typeof value === 'number' ? `${label}: ${formatNumber(value)}` : label;
    case 'skills':
      return `${label}: ${value === null ? '' : fieldText(value)}`;
    default:
      return label;
  }
}
