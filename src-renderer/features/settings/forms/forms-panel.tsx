import { useCallback, useState } from 'react';
import { FORM_ENDPOINTS } from '../../../../src-shared/http/form-endpoints.ts';
import type { Form } from '../../../../src-shared/schema/form.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useResource } from '../../../state/use-resource.ts';
import { draftOfForm, type FormDraft, newFormDraft } from './form-draft.ts';
import { FormList } from './form-list.tsx';
import { FormPage } from './form-page.tsx';

/** `start`: what a new form begins with. */
type Opened = { kind: 'form'; id: string } | { kind: 'new'; start: FormDraft };

/** All forms, or one of them on a page of its own. */
export function FormsPanel() {
  const { server } = useConsole();
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
        onSaved={({ id }) => setOpened({ kind: 'form', id })}
        onCopy={() => undefined}
        onLeave={leave}
      />
    );
  }
  const openForm = opened && forms.value?.items.find(({ id }) => id === opened.id);
  if (openForm) {
    return (
      <FormPage
        key={openForm.id}
        form={openForm}
        start={draftOfForm(openForm)}
        onSaved={forms.reload}
        onCopy={() => setOpened({ kind: 'new', start: copyOf(openForm) })}
        onLeave={leave}
      />
    );
  }
  return (
    <FormList
      forms={forms}
      onOpen={(id) => setOpened({ kind: 'form', id })}
      onCreate={() => setOpened({ kind: 'new', start: newFormDraft() })}
    />
  );
}

function copyOf(form: Form): FormDraft {
  return { ...draftOfForm(form), title: t('forms.copyTitle', { title: form.title }).slice(0, 120), slug: '' };
}
