import { FilePlus2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Form } from '../../../src-shared/schema/form.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { closeNewTask, goTo, openNewTask, useInterface } from '../../state/interface-state.ts';
import { useStore } from '../../state/use-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FillForm } from './fill-form.tsx';
import { FormChooser } from './form-chooser.tsx';

/** Makes a task out of a form, with or without a network. */
export function NewTaskDialog() {
  const { data } = useConsole();
  const { forms, user } = useStore(data.workspace);
  const newTask = useInterface((state) => state.newTask);
  const first = useRef<HTMLElement>(null);
  const [isChosen, setChosen] = useState(false);
  if (!newTask) return null;
  const form = newTask.formId === null ? onlyOf(forms) : forms.find(({ id }) => id === newTask.formId);
  const isGone = newTask.formId !== null && !form;
  const close = () => {
    if (closeNewTask(newTask)) setChosen(false);
  };

  return (
    <Dialog
      open
      onClose={close}
      title={form ? form.title : t('newTask.title')}
      {...(form?.description ? { description: form.description } : {})}
      closeLabel={t('app.close')}
      width="regular"
      initialFocus={first}
    >
      {form ? (
        <FillForm
          key={form.id}
          form={form}
          newTask={newTask}
          first={first}
          takesFocus={isChosen}
          onBack={forms.length > 1 ? () => openNewTask({ ...newTask, formId: null }) : null}
          onDone={close}
        />
      ) : forms.length === 0 ? (
        <EmptyState
          icon={FilePlus2}
          title={t('newTask.none.title')}
          text={t(user.role === 'operator' ? 'newTask.none.text' : 'newTask.none.managerText')}
        >
          {user.role === 'operator' ? null : (
            <Button
              ref={(button) => {
                first.current = button;
              }}
              onClick={() => {
                close();
                goTo({ kind: 'settings', panel: 'forms' });
              }}
            >
              {t('newTask.none.make')}
            </Button>
          )}
        </EmptyState>
      ) : (
        <FormChooser
          forms={forms}
          first={first}
          note={isGone ? t('newTask.gone') : null}
          onChoose={({ id }) => {
            setChosen(true);
            openNewTask({ ...newTask, formId: id });
          }}
        />
      )}
    </Dialog>
  );
}

function onlyOf(forms: readonly Form[]): Form | undefined {
  return forms.length === 1 ? forms[0] : undefined;
}
