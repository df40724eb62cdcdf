import { t } from '../../../i18n/translate.ts';

/** What a copy button says. */
export function copyTexts(label: string = t('copy.copy')) {
  return { label, copiedLabel: t('copy.copied'), failedLabel: t('copy.failed') };
}
