import { ArrowLeft } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { errorsByField } from '../../../src-shared/form/errors-by-field.ts';
import { pathText } from '../../../src-shared/form/form-fields.ts';
import { checkSubmission, type ReadForm, readForm } from '../../../src-shared/form/read-form.ts';
import type { Form } from '../../../src-shared/schema/form.ts';
import { keyLabels } from '../../commands/key-binding.ts';
import { sayKnown, sayOutcome } from '../../i18n/say-again.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { keepFormDraft, type NewTask, raiseAlert, useInterface } from '../../state/interface-state.ts';
import { useIsOnline } from '../../state/use-resource.ts';
import { AnswerFields, controlOf } from '../../ui/answer-form/answer-fields.tsx';
import { answerTexts } from '../../ui/answer-form/answer-texts.ts';
import { answersOf, valuesOfAnswers } from '../../ui/answer-form/answers.ts';
import { Button } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Note } from '../../ui/note.tsx';
import { tellCreated } from './tell-created.ts';

export interface FillFormProps {
  form: Form;
  newTask: NewTask;
  /** Where the focus goes first. */
  first: RefObject<HTMLElement | null>;
  /** The form was chosen in this dialog: what had the focus is gone. */
  takesFocus: boolean;
  /** To the choice of forms, where there is one. */
  onBack: (() => void) | null;
  onDone: () => void;
}

export function FillForm({ form, ...rest }: FillFormProps) {
  const read = useMemo(() => readForm(form), [form]);
  if (!read.ok) {
    return (
      <div className="px-5 pt-2 pb-5">
        <Note tone="danger">{t('newTask.unreadable')}</Note>
      </div>
    );
  }
  return <FormAnswers form={form} read={read.form} {...rest} />;
}

const SUBMIT_KEYS = '$mod+Enter';

function FormAnswers({ form, read, newTask, first, takesFocus, onBack, onDone }: FillFormProps & { read: ReadForm }) {
  const { data } = useConsole();
  const isOnline = useIsOnline();
  const draftKey = newTask.replacesOpId ?? form.id;
  const draft = useInterface((state) => state.formDrafts[draftKey]);
  // What was refused already is told at once.
  const [isTried, setTried] = useState(newTask.replacesOpId !== null);
  const [busy, setBusy] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const begun = useMemo(() => answersOf(read, newTask.values), [read, newTask.values]);
  const answers = draft ?? begun;
  const values = useMemo(() => valuesOfAnswers(read, answers), [read, answers]);
  const errors = useMemo(
    () => (isTried ? errorsByField(read.fields, checkSubmission(read, values), sayKnown) : new Map<string, string>()),
    [isTried, read, values],
  );
  const [wrongAtFirst] = useState(() => [...errors.keys()].find((path) => path !== ''));
  useLayoutEffect(() => {
    first.current = controlOf(root.current, wrongAtFirst);
    // In a dialog that is open already nobody else does it.
    if (takesFocus) first.current?.focus({ preventScroll: true });
  }, [first, takesFocus, wrongAtFirst]);

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy) return;
    setTried(true);
    const [wrong] = errorsByField(read.fields, checkSubmission(read, values)).keys();
    if (wrong !== undefined) {
      // Its message has to be drawn first, to be read out with it.
      requestAnimationFrame(() => controlOf(root.current, wrong === '' ? undefined : wrong)?.focus());
      return;
    }
    setBusy(true);
    try {
      const outcome = await data.create(form.id, values);
      if (!outcome.ok) {
        raiseAlert({ title: t('failure.notSaved.title'), text: t('failure.notSaved.text', { message: sayOutcome(outcome) }) });
        return;
      }
      keepFormDraft(draftKey, null);
      onDone();
      const title = data.tasks.entry(outcome.taskUid).getSnapshot()?.title ?? outcome.taskUid;
      // A task without a title is called by its id, which says nothing to whoever filled in the form.
      tellCreated(outcome, { title: title === outcome.taskUid ? form.title : title, undoable: !isOnline });
      if (newTask.replacesOpId !== null) await data.dismiss([newTask.replacesOpId]);
    } finally {
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void submit();
  };

  return (
    <form onSubmit={(event) => void submit(event)} onKeyDown={onKeyDown} noValidate className="flex min-h-0 flex-col">
      <div ref={root} className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 pt-3 pb-4">
        {newTask.replacesOpId === null ? null : <Note tone="info">{t('newTask.again')}</Note>}
        {isOnline ? null : <Note tone="info">{t('newTask.offline')}</Note>}
        <AnswerFields
          nodes={read.nodes}
          answers={answers}
          errors={errors}
          texts={answerTexts()}
          onChange={(path, entries) => keepFormDraft(draftKey, { ...answers, [path]: entries })}
        />
        {errors.has('') ? <Note tone="danger">{errors.get('')}</Note> : null}
      </div>
      <footer className="flex flex-wrap items-center gap-2 border-t border-line px-5 py-3">
        {onBack ? (
          <Button variant="quiet" icon={ArrowLeft} onClick={onBack} className="-ml-2">
            {t('newTask.otherForm')}
          </Button>
        ) : null}
        {errors.size > 0 ? (
          <span role="status" className="text-small text-danger">
            {t('newTask.putRight', { count: errors.size })}
          </span>
        ) : null}
        <span className="flex-1" />
        {draft ? (
          <Button variant="quiet" onClick={() => startOver()}>
            {t('newTask.clear')}
          </Button>
        ) : null}
        <Button type="submit" variant="primary" busy={busy} trailing={<Kbd presses={keyLabels(SUBMIT_KEYS)} tone="on-accent" />}>
          {form.ui.submit_label ?? t('newTask.create')}
        </Button>
      </footer>
    </form>
  );

  function startOver(): void {
    keepFormDraft(draftKey, null);
    setTried(false);
    const [field] = read.fields;
    controlOf(root.current, field ? pathText(field.path) : undefined)?.focus();
  }
}
