import { useCallback, useState } from 'react';
import { FORM_ENDPOINTS } from '../../../../src-shared/http/form-endpoints.ts';
import type { Form } from '../../../../src-shared/schema/form.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useResource } from '../../../state/use-resource.ts';
import { draftOfForm, type FormDraft, newFormDraft } from './form-draft.ts';
import { FormList } from './form-list.tsx';
import { FormPage } from './form-page.tsx';
import { keptDraft } from './kept-drafts.ts';

/** `form`: as it was when it was opened or saved. `start`: what a new form begins with. */
type Opened = { kind: 'form'; form: Form } | { kind: 'new'; start: FormDraft };

/** All forms, or one of them on a page of its own. */
export function FormsPanel() {
  const { server, account } = useConsole();
  const forms = useResource(useCallback((signal) => server.call(FORM_ENDPOINTS['forms.list'], { signal }), [server]));
  const [page, setPage] = useState<{ number: number; opened: Opened | null }>({ number: 0, opened: null });
  const open = (opened: Opened | null) => setPage(({ number }) => ({ number: number + 1, opened }));
  const { number, opened } = page;
  const leave = () => {
    open(null);
    forms.reload();
  };
  /** A new form goes on as what it has become, on the same page. Whoever has left that meanwhile is not led back. */
  const takeSaved = (form: Form) => {
    setPage((now) => (now.number === number ? { number, opened: { kind: 'form', form } } : now));
    forms.reload();
  };
  if (!opened) {
    return (
      <FormList
        forms={forms}
        isDrafted={(id) => keptDraft(localStorage, account.key, id) !== null}
        onOpen={(form) => open({ kind: 'form', form })}
        onCreate={() => open({ kind: 'new', start: keptDraft(localStorage, account.key, null)?.draft ?? newFormDraft() })}
      />
    );
  }
  const form = opened.kind === 'form' ? opened.form : null;
  const kept = form && keptDraft(localStorage, account.key, form.id);
  return (
    <FormPage
      key={number}
      form={kept?.base ?? form}
      start={opened.kind === 'new' ? opened.start : (kept?.draft ?? draftOfForm(opened.form))}
      onSaved={takeSaved}
      onCopy={() => form && open({ kind: 'new', start: copyOf(form) })}
      onLeave={leave}
    />
  );
}

function copyOf(form: Form): FormDraft {
  return { ...draftOfForm(form), title: t('forms.copyTitle', { title: form.title }).slice(0, 120), slug: '' };
}
