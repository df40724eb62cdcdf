import type { InboxItem } from '../../data/console-data.ts';
import { sayAgain } from '../../i18n/say-again.ts';
import { t } from '../../i18n/translate.ts';

/** Why the server refused, in our words; for reasons that need the server's, in its. */
export function rejectionSentence(item: Pick<InboxItem, 'reason' | 'message' | 'holder'>): string {
  if (item.reason === 'held') return t('reason.held', { holder: item.holder?.name ?? t('person.unknown') });
  if ((item.reason === 'invalid_payload' || item.reason === 'illegal_transition') && item.message !== '') {
    return sayAgain(item.message) ?? item.message;
  }
  return t(`reason.${item.reason}`);
}
