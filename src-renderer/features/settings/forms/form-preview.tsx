import { useMemo, useRef, useState } from 'react';
import { errorsByField } from '../../../../src-shared/form/errors-by-field.ts';
import { checkSubmission, type ReadForm, readForm } from '../../../../src-shared/form/read-form.ts';
import { sayKnown } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { AnswerFields, controlOf } from '../../../ui/answer-form/answer-fields.tsx';
import { answerTexts } from '../../../ui/answer-form/answer-texts.ts';
import { type Answers, answersOf, valuesOfAnswers } from '../../../ui/answer-form/answers.ts';
import { Button } from '../../../ui/button.tsx';
import { definitionOf, type FormDraft } from './form-draft.ts';

/** The form as people will see it, drawn by what draws the real one. It can be filled in, and sends nothing. */
export function FormPreview({ draft }: { draft: FormDraft }) {
  const read = useMemo(() => readForm(definitionOf(draft)), [draft]);
  return (
    <section
      aria-label={t('forms.preview')}
      className="flex h-fit min-w-0 flex-col gap-3 rounded-md border border-line bg-canvas p-4 min-[1180px]:sticky min-[1180px]:top-5"
    >
      <h2 className="text-small font-medium text-ink-faint">{t('forms.preview')}</h2>
      <div className="flex flex-col gap-1">
        <p className="text-heading font-semibold break-words">{draft.title.trim() || t('forms.new.title')}</p>
        {draft.description === '' ? null : <p className="text-pretty whitespace-pre-line text-ink-muted">{draft.description}</p>}
      </div>
      {read.ok ? (
        <Trial form={read.form} submitLabel={draft.submitLabel.trim() || t('newTask.create')} />
      ) : (
        <p className="py-6 text-center text-pretty text-ink-muted">
          {t(draft.fields.length === 0 ? 'forms.preview.empty' : 'forms.preview.broken')}
        </p>
      )}
    </section>
  );
}

function Trial({ form, submitLabel }: { form: ReadForm; submitLabel: string }) {
  const root = useRef<HTMLDivElement>(null);
  const [entered, setEntered] = useState<Answers>({});
  const [isTried, setTried] = useState(false);
  const answers = useMemo(() => ({ ...answersOf(form, {}), ...entered }), [form, entered]);
  const errors = useMemo(
    () => errorsByField(form.fields, checkSubmission(form, valuesOfAnswers(form, answers)), sayKnown),
    [form, answers],
  );
  const isGood = isTried && errors.size === 0;
  const check = () => {
    setTried(true);
    const [wrong] = errors.keys();
    if (wrong !== undefined) requestAnimationFrame(() => controlOf(root.current, wrong === '' ? undefined : wrong)?.focus());
  };
  return (
    <div ref={root} className="flex flex-col gap-4">
      <AnswerFields
        nodes={form.nodes}
        answers={answers}
        errors={isTried ? errors : new Map()}
        texts={answerTexts()}
        onChange={(path, entries) => setEntered((before) => ({ ...before, [path]: entries }))}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={check}>{submitLabel}</Button>
        <span role="status" className="text-small text-success">
          {isGood ? t('forms.preview.good') : ''}
        </span>
      </div>
    </div>
  );
}
