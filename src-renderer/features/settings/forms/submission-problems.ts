import { errorsByField } from '../../../../src-shared/form/errors-by-field.ts';
import { readForm } from '../../../../src-shared/form/read-form.ts';
import type { Form } from '../../../../src-shared/schema/form.ts';
import type { FormSubmission } from '../../../../src-shared/schema/form-submission.ts';
import { sayKnown } from '../../../i18n/say-again.ts';

/** Why a submission was refused, a sentence for each field by its label as the form has it now. */
export function submissionProblems(form: Form, { problems }: Pick<FormSubmission, 'problems'>): readonly string[] {
  if (problems.length === 0) return [];
  const read = readForm(form);
  const issues = problems.map(({ field, message }) => ({ path: field === '' ? [] : field.split('.'), message }));
  return [...errorsByField(read.ok ? read.form.fields : [], issues, sayKnown).values()];
}
