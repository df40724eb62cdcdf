import { t } from '../../i18n/translate.ts';
import type { AnswerTexts } from './answer-field.tsx';

export function answerTexts(): AnswerTexts {
  return {
    optional: t('form.optional'),
    choose: t('answers.choose'),
    none: t('answers.none'),
    linesHint: t('answers.lines'),
    zoneHint: t('answers.zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
  };
}
