import { type FormEvent, useRef, useState } from 'react';
import { VIEW_ENDPOINTS } from '../../../src-shared/http/view-endpoints.ts';
import { notify } from '../../commands/notify.ts';
import { sayFailure } from '../../i18n/say-again.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { closeOverlay, interfaceStore, openOverlay, useInterface } from '../../state/interface-state.ts';
import { openSavedView, viewToSave } from '../../state/saved-view.ts';
import { useAction } from '../../state/use-action.ts';
import { useStore } from '../../state/use-store.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Note } from '../../ui/note.tsx';
import { TextField } from '../../ui/text-field.tsx';

const NAME_CHARACTERS = 120;

/** Keeps the list as it is on the screen, for oneself or for everybody. */
export function SaveViewDialog() {
  const open = useInterface((state) => state.overlay === 'save-view');
  const field = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      open={open}
      onClose={() => openOverlay(null)}
      title={t('views.save.title')}
      description={t('views.save.text')}
      closeLabel={t('app.close')}
      width="narrow"
      initialFocus={field}
    >
      <SaveViewForm field={field} />
    </Dialog>
  );
}

function SaveViewForm({ field }: { field: React.RefObject<HTMLInputElement | null> }) {
  const { data, server } = useConsole();
  const { user } = useStore(data.workspace);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const saving = useAction();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = viewToSave(interfaceStore.getState(), name.trim(), shared);
    if (name.trim() === '' || !body) return;
    const saved = await saving.run(() => server.call(VIEW_ENDPOINTS['views.create'], { body }));
    if (!saved) return;
    if (closeOverlay('save-view')) openSavedView(saved.value);
    notify({ text: t('views.saved'), detail: saved.value.name });
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4 overflow-y-auto px-5 pt-3 pb-5">
      <TextField
        ref={field}
        label={t('views.name')}
        value={name}
        maxLength={NAME_CHARACTERS}
        onChange={(event) => setName(event.target.value)}
      />
      {user.role === 'operator' ? null : (
        <CheckField label={t('views.shared')} hint={t('views.sharedHint')} checked={shared} onChange={setShared} />
      )}
      {saving.failure ? <Note tone="danger">{t('settings.change.refused', { message: sayFailure(saving.failure) })}</Note> : null}
      <Button type="submit" variant="primary" busy={saving.busy} disabled={name.trim() === ''} className="w-fit">
        {t('form.save')}
      </Button>
    </form>
  );
}
