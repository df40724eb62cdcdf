import { fillIn, isMessageKey } from '../../../i18n/translate.ts';

/** What was done, in words; what a newer server does is said by the id of the action. */
export function actionSentence(action: string): string {
  const key = `did.${action}`;
  return isMessageKey(key) ? fillIn(key, {}) : action;
}
