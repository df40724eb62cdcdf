import { CircleDot, Copy, Pause, Play, Save } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { FORM_ENDPOINTS } from '../../../../src-shared/http/form-endpoints.ts';
import type { Form } from '../../../../src-shared/schema/form.ts';
import { keyLabels } from '../../../commands/key-binding.ts';
import { sayFailure } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { withTypedSince } from '../../../state/typed-since.ts';
import { useAction } from '../../../state/use-action.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { Note } from '../../../ui/note.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { type Tab, TabList } from '../../../ui/tab-list.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { DeleteSection } from '../shell/delete-section.tsx';
import { focusFirstInvalid } from '../shell/focus-first-invalid.ts';
import { usePageBack } from '../shell/use-page-back.ts';
import { FieldList } from './field-list.tsx';
import { changeOf, draftOfForm, type FormDraft, isBlank, newFormOf } from './form-draft.ts';
import { FormPreview } from './form-preview.tsx';
import { isSound, problemsOf } from './form-problems.ts';
import { FormRest } from './form-rest.tsx';
import { FormAddress, FormIdentity, FormTargetSection } from './form-sections.tsx';
import { keepDraft } from './kept-drafts.ts';
import { ShareSection } from './share-section.tsx';
import { SubmissionLog } from './submission-log.tsx';
import { addedField } from './title-source.ts';

export interface FormPageProps {
  /** Null: a new one. */
  form: Form | null;
  /** What the page begins with. */
  start: FormDraft;
  onSaved: (form: Form) => void;
  onCopy: () => void;
  onLeave: () => void;
}

type FormTab = 'builder' | 'submissions';

const SAVE_KEYS = '$mod+s';

/** One form: what it asks for, what becomes of it, and how it looks. */
export function FormPage({ form, start, onSaved, onCopy, onLeave }: FormPageProps) {
  const { server, account } = useConsole();
  // The form as it was read last; what another one changes meanwhile is found when this is saved.
  const [base, setBase] = useState(form);
  const [draft, setDraft] = useState(start);
  const [isTried, setTried] = useState(false);
  const [tab, setTab] = useState<FormTab>('builder');
  const saving = useAction();
  const root = useRef<HTMLDivElement>(null);
  const problems = useMemo(() => problemsOf(draft), [draft]);
  const isDirty = base ? Object.keys(changeOf(base, draft)).length > 0 : !isBlank(draft);
  const change = (part: Partial<FormDraft>) => setDraft((before) => ({ ...before, ...part }));
  // Whoever goes somewhere else finds it again.
  useEffect(
    () => keepDraft(localStorage, account.key, base?.id ?? null, isDirty ? { base, draft } : null),
    [account.key, base, draft, isDirty],
  );
  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  }, [draft]);
  const take = (saved: Form, next = draftOfForm(saved)) => {
    keepDraft(localStorage, account.key, base?.id ?? null, null);
    // What was new until now goes on as a page of its own.
    if (Object.keys(changeOf(saved, next)).length > 0) keepDraft(localStorage, account.key, saved.id, { base: saved, draft: next });
    setBase(saved);
    setDraft(next);
    setTried(false);
    onSaved(saved);
  };

  const send = async (wanted: FormDraft, isForced: boolean) => {
    const takeSaved = (saved: Form) => take(saved, withTypedSince(draftOfForm(saved), draft, latest.current));
    if (!base) {
      const made = await saving.run(() => server.call(FORM_ENDPOINTS['forms.create'], { body: newFormOf(wanted) }));
      if (made) takeSaved(made.value);
      return;
    }
    const { expected, ...parts } = changeOf(base, wanted);
    if (Object.keys(parts).length === 0) return;
    const body = isForced ? parts : { ...parts, ...(expected ? { expected } : {}) };
    const saved = await saving.run(() => server.call(FORM_ENDPOINTS['forms.change'], { parameters: { id: base.id }, body }));
    if (saved) takeSaved(saved.value);
  };
  const save = () => {
    setTried(true);
    if (isSound(problems)) {
      void send(draft, false);
      return;
    }
    setTab('builder');
    focusFirstInvalid(root.current);
  };
  /** What somebody else saved meanwhile takes the place of what is typed here. */
  const takeTheirs = async () => {
    if (!base) return;
    const read = await saving.run(() => server.call(FORM_ENDPOINTS['forms.get'], { parameters: { id: base.id } }));
    if (read) take(read.value);
  };
  const leaveForGood = () => {
    keepDraft(localStorage, account.key, base?.id ?? null, null);
    onLeave();
  };
  const discard = () => {
    if (!base) {
      leaveForGood();
      return;
    }
    saving.forget();
    setTried(false);
    setDraft(draftOfForm(base));
  };
  const leave = usePageBack(onLeave, base?.id ?? null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
  const isConflict = saving.failure?.code === 'version_mismatch';

  const builder = (
    <div className="min-h-0 flex-1 overflow-y-auto [@media(max-height:480px)]:flex-none">
      <div className="grid grid-cols-1 gap-x-8 gap-y-7 px-6 py-5 max-medium:px-4 min-[1180px]:grid-cols-[minmax(0,1fr)_minmax(320px,420px)]">
        <div className="flex max-w-[680px] min-w-0 flex-col gap-8">
          <FormIdentity draft={draft} problems={isTried ? problems : null} onChange={change} />
          <FieldList
            fields={draft.fields}
            problems={problems.fields}
            showAll={isTried}
            makeField={(key, kind) => addedField(draft, key, kind)}
            onChange={(fields) => change({ fields })}
          />
          <FormRest draft={draft} onChange={change} />
          <FormTargetSection draft={draft} problems={problems} onChange={change} />
          <FormAddress draft={draft} problems={problems} onChange={change} />
          {base && !isDirty ? <ShareSection form={base} /> : null}
          {base ? (
            <DeleteSection
              title={t('forms.delete')}
              consequence={t('forms.deleteText', { title: base.title })}
              typed={{ label: t('forms.deleteType', { title: base.title }), word: base.title }}
              remove={() => server.call(FORM_ENDPOINTS['forms.delete'], { parameters: { id: base.id } })}
              onDeleted={leaveForGood}
            />
          ) : null}
        </div>
        <FormPreview draft={draft} />
      </div>
    </div>
  );

  return (
    <section ref={root} aria-label={draft.title || t('forms.new.title')} onKeyDown={onKeyDown} className="flex min-h-0 flex-1 flex-col">
      <PageHeader
        title={draft.title.trim() || t('forms.new.title')}
        back={{ label: t('forms.back'), onBack: leave }}
        badge={
          isDirty ? (
            <Badge icon={CircleDot} tone="warning">
              {t('forms.unsaved')}
            </Badge>
          ) : null
        }
      >
        {base ? (
          <>
            <Button icon={Copy} disabled={isDirty} onClick={onCopy}>
              {t('forms.duplicate')}
            </Button>
            <Button
              icon={base.enabled ? Pause : Play}
              disabled={isDirty}
              busy={saving.busy}
              onClick={() => void send({ ...draft, enabled: !base.enabled }, false)}
            >
              {t(base.enabled ? 'forms.disable' : 'forms.enable')}
            </Button>
          </>
        ) : null}
        <Button variant="quiet" disabled={!isDirty} onClick={discard}>
          {t('forms.discard')}
        </Button>
        <Button
          variant="primary"
          icon={Save}
          busy={saving.busy}
          disabled={!isDirty}
          onClick={save}
          trailing={<Kbd presses={keyLabels(SAVE_KEYS)} tone="on-accent" />}
        >
          {t(base ? 'form.save' : 'forms.saveNew')}
        </Button>
      </PageHeader>
      <div className="flex flex-col gap-2 px-6 pb-3 empty:hidden max-medium:px-4">
        {isConflict ? (
          <Note
            tone="warning"
            title={t('forms.conflict.title')}
            action={
              <span className="flex gap-2">
                <Button size="small" onClick={() => void takeTheirs()}>
                  {t('forms.conflict.theirs')}
                </Button>
                <Button size="small" onClick={() => void send(draft, true)}>
                  {t('forms.conflict.mine')}
                </Button>
              </span>
            }
          >
            {saving.failure ? sayFailure(saving.failure) : null}
          </Note>
        ) : (
          <ChangeFailure failure={saving.failure} />
        )}
        {isTried && !isSound(problems) ? <Note tone="danger">{[t('forms.unsound'), ...problems.others].join(' ')}</Note> : null}
        {base && !base.enabled ? <Note tone="info">{t('forms.closedText')}</Note> : null}
      </div>
      <TabList
        label={draft.title.trim() || t('forms.new.title')}
        className="px-4 max-medium:px-2"
        value={tab}
        onChange={setTab}
        tabs={base ? tabs() : tabs().slice(0, 1)}
      >
        {base && tab === 'submissions' ? <SubmissionLog form={base} /> : builder}
      </TabList>
    </section>
  );
}

function tabs(): readonly Tab<FormTab>[] {
  return [
    { value: 'builder', label: t('forms.tab.builder') },
    { value: 'submissions', label: t('forms.tab.submissions') },
  ];
}
