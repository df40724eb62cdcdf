import type { ValueIssue } from '../../../src-shared/form/check-values.ts';
import { errorsByField } from '../../../src-shared/form/errors-by-field.ts';
import { readForm } from '../../../src-shared/form/read-form.ts';
import type { Form } from '../../../src-shared/schema/form.ts';
import { sayKnown } from '../../i18n/say-again.ts';

/** As in the server’s sentences. */
const MISFIT = /^What was entered does not fit the form: (.+)\.$/s;
const ISSUE = /^values(?:\.(\S+))? (.+)$/s;

/** What the server found wrong with a form's answers, by the labels that people see; null: it says something else. */
export function misfitSentence(message: string, form: Form | undefined): string | null {
  const [, issues] = MISFIT.exec(message) ?? [];
  if (issues === undefined || !form) return null;
  const read = readForm(form);
  const errors = errorsByField(read.ok ? read.form.fields : [], issues.split('; ').map(readIssue), sayKnown);
  return [...errors.values()].join(' ');
}

function readIssue(text: string): ValueIssue {
  const [, path, message] = ISSUE.exec(text) ?? [];
  return { path: path === undefined ? [] : path.split('.'), message: message ?? text };
}
