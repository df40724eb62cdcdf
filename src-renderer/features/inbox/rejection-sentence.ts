import type { Form } from '../../../src-shared/schema/form.ts';
import type { InboxItem } from '../../data/console-data.ts';
import { sayAgain } from '../../i18n/say-again.ts';
import { t } from '../../i18n/translate.ts';
import { misfitSentence } from './misfit-sentence.ts';

type Rejection = Pick<InboxItem, 'reason' | 'message' | 'holder' | 'payload'>;

/** Why the server refused, in our words; for reasons that need the server's, in its, with the labels of the form that was filled in. */
export function rejectionSentence({ reason, message, holder, payload }: Rejection, forms: readonly Form[] = []): string {
  if (reason === 'held') return t('reason.held', { holder: holder?.name ?? t('person.unknown') });
  if ((reason === 'invalid_payload' || reason === 'illegal_transition') && message !== '') {
    const form = forms.find(({ id }) => id === payload.formId);
    return misfitSentence(message, form) ?? sayAgain(message) ?? message;
  }
  return t(`reason.${reason}`);
}
