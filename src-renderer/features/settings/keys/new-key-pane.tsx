import { type FormEvent, useState } from 'react';
import { ACCOUNT_ENDPOINTS } from '../../../../src-shared/http/account-endpoints.ts';
import { API_KEY_SCOPES, type ApiKeyScope } from '../../../../src-shared/http/endpoint.ts';
import type { CreatedApiKey } from '../../../../src-shared/schema/api-key.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { issueAt, useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceList } from '../../../ui/check-field.tsx';
import { DetailPane } from '../../../ui/detail-pane.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { KeySecret } from './key-secret.tsx';
import { SnippetSection } from './snippet-section.tsx';

export function NewKeyPane({ onCreated, onClose }: { onCreated: () => void; onClose: () => void }) {
  const { server } = useConsole();
  const [name, setName] = useState('');
  const [source, setSource] = useState('');
  const [scopes, setScopes] = useState<readonly ApiKeyScope[]>(['tasks:read', 'tasks:write', 'hooks']);
  const [created, setCreated] = useState<CreatedApiKey | null>(null);
  const making = useAction();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { name: name.trim(), scopes: [...scopes], ...(source.trim() === '' ? {} : { source: source.trim() }) };
    const made = await making.run(() => server.call(ACCOUNT_ENDPOINTS['keys.create'], { body }));
    if (!made) return;
    setCreated(made.value);
    onCreated();
  };
  return (
    <DetailPane title={t('keys.new.title')} closeLabel={t('settings.closeDetail')} onClose={onClose}>
      {created ? (
        <>
          <KeySecret created={created} />
          <SnippetSection secret={created.key} />
        </>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
          <TextField
            label={t('keys.name')}
            hint={t('keys.nameHint')}
            value={name}
            autoFocus
            error={issueAt(making.failure, 'name')}
            onChange={(event) => setName(event.target.value)}
          />
          <TextField
            label={t('keys.source')}
            hint={t('keys.sourceHint')}
            mark={t('form.optional')}
            value={source}
            spellCheck={false}
            error={issueAt(making.failure, 'source')}
            onChange={(event) => setSource(event.target.value)}
          />
          <ChoiceList
            label={t('keys.scopes')}
            values={scopes}
            error={issueAt(making.failure, 'scopes')}
            options={API_KEY_SCOPES.map((value) => ({ value, label: t(`keys.scope.${value}`), hint: t(`keys.scopeHint.${value}`) }))}
            onChange={setScopes}
          />
          <ChangeFailure failure={making.failure} />
          <Button type="submit" variant="primary" busy={making.busy} disabled={name.trim() === '' || scopes.length === 0} className="w-fit">
            {t('keys.new.submit')}
          </Button>
        </form>
      )}
    </DetailPane>
  );
}
