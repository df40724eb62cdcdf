import { type FormEvent, useState } from 'react';
import { HOOK_ENDPOINTS } from '../../../../src-shared/http/hook-endpoints.ts';
import type { CreatedHook } from '../../../../src-shared/schema/hook.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { issueAt, useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { DetailPane } from '../../../ui/detail-pane.tsx';
import { SecretOnce } from '../../../ui/secret-once.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { copyTexts } from '../shell/copy-texts.ts';
import { NEW_HOOK, requestOf } from './hook-draft.ts';
import { HookFields } from './hook-fields.tsx';

export interface NewHookPaneProps {
  onCreated: () => void;
  onOpen: (id: string) => void;
  onClose: () => void;
}

export function NewHookPane({ onCreated, onOpen, onClose }: NewHookPaneProps) {
  const { server } = useConsole();
  const [id, setId] = useState('');
  const [draft, setDraft] = useState(NEW_HOOK);
  const [created, setCreated] = useState<CreatedHook | null>(null);
  const registering = useAction();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { ...requestOf(draft), ...(id.trim() === '' ? {} : { id: id.trim() }) };
    const made = await registering.run(() => server.call(HOOK_ENDPOINTS['hooks.create'], { body }));
    if (!made) return;
    setCreated(made.value);
    onCreated();
  };
  return (
    <DetailPane title={t('hooks.new.title')} closeLabel={t('settings.closeDetail')} onClose={onClose}>
      {created ? (
        <>
          <SecretOnce
            title={t('hooks.secret.title', { id: created.id })}
            text={t('hooks.secret.text')}
            name={t('hooks.secret.name')}
            secret={created.secret}
            {...copyTexts()}
          />
          <Button onClick={() => onOpen(created.id)} className="w-fit">
            {t('hooks.new.open')}
          </Button>
        </>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
          <HookFields draft={draft} failure={registering.failure} isNew onChange={(part) => setDraft((before) => ({ ...before, ...part }))}>
            <TextField
              label={t('hooks.id')}
              hint={t('hooks.idHint')}
              mark={t('form.optional')}
              value={id}
              spellCheck={false}
              error={issueAt(registering.failure, 'id')}
              onChange={(event) => setId(event.target.value)}
            />
          </HookFields>
          <ChangeFailure failure={registering.failure} />
          <Button
            type="submit"
            variant="primary"
            busy={registering.busy}
            disabled={draft.url.trim() === '' || draft.events.length === 0}
            className="w-fit"
          >
            {t('hooks.new.submit')}
          </Button>
        </form>
      )}
    </DetailPane>
  );
}
