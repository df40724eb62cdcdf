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
  const [opened, setOpened] = useState<Opened | null>(null);
  const leave = () => {
    setOpened(null);
    forms.reload();
  };
  if (opened?.kind === 'new') {
    return (
      <FormPage
        key="new"
        form={null}
        start={opened.start}
        onSaved={(form) => setOpened({ kind: 'form', form })}
        onCopy={() => undefined}
        onLeave={leave}
      />
    );
  }
  if (opened) {
    const { form } = opened;
    return (
      <FormPage
        key={form.id}
        form={keptDraft(localStorage, account.key, form.id)?.base ?? form}
        start={keptDraft(localStorage, account.key, form.id)?.draft ?? draftOfForm(form)}
        onSaved={(saved) => setOpened({ kind: 'form', form: saved })}
        onCopy={() => setOpened({ kind: 'new', start: copyOf(form) })}
        onLeave={leave}
      />
    );
  }
  return (
    <FormList
      forms={forms}
      isDrafted={(id) => keptDraft(localStorage, account.key, id) !== null}
      onOpen={(form) => setOpened({ kind: 'form', form })}
      onCreate={() => setOpened({ kind: 'new', start: keptDraft(localStorage, account.key, null)?.draft ?? newFormDraft() })}
    />
  );
}

function copyOf(form: Form): FormDraft {
  return { ...draftOfForm(form), title: t('forms.copyTitle', { title: form.title }).slice(0, 120), slug: '' };
}
