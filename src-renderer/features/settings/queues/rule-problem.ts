import { FILTER_ATTRIBUTES, kindOf } from '../../../../src-shared/queue/condition-field.ts';
import { isNumeric, readMomentRange } from '../../../../src-shared/queue/condition-operand.ts';
import { sayKnown } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { type DraftProblem, type DraftRule, valueCount } from '../../../state/condition-draft.ts';

/** What the engine found, in the words of whoever has to mend it. */
export function ruleProblemText(rule: DraftRule, { part, message }: DraftProblem): string {
  if (part === 'field' && rule.field === '') return t('builder.problem.field');
  if (part === 'field' && Object.hasOwn(FILTER_ATTRIBUTES, rule.field)) return t('builder.problem.fieldRouting');
  if (part === 'value') return valueProblemText(rule) ?? t('builder.problem.other', { message: sayKnown(message) });
  return t('builder.problem.other', { message: sayKnown(message) });
}

function valueProblemText({ field, operator, values }: DraftRule): string | null {
  if (values.length === 0 || values.some((value) => value === null || value === '')) {
    return t(valueCount(operator) === 2 ? 'builder.problem.values' : 'builder.problem.value');
  }
  const kind = kindOf(field);
  if (kind === 'date' && values.some((value) => readMomentRange(value) === null)) return t('builder.problem.date');
  return kind === 'number' && !values.every(isNumeric) ? t('builder.problem.number') : null;
}
