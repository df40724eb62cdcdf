import { useState } from 'react';
import { ACCOUNT_ENDPOINTS } from '../../../../src-shared/http/account-endpoints.ts';
import type { ApiKey, CreatedApiKey } from '../../../../src-shared/schema/api-key.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Tag } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { DetailPane } from '../../../ui/detail-pane.tsx';
import { FactList } from '../../../ui/fact-list.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { MomentText } from '../shell/moment-text.tsx';
import { KeySecret } from './key-secret.tsx';
import { SnippetSection } from './snippet-section.tsx';

export interface KeyDetailProps {
  apiKey: ApiKey;
  onChanged: () => void;
  onClose: () => void;
}

export function KeyDetail({ apiKey, onChanged, onClose }: KeyDetailProps) {
  const { server } = useConsole();
  const [asking, setAsking] = useState<'rotate' | 'revoke' | null>(null);
  const [rotated, setRotated] = useState<CreatedApiKey | null>(null);
  const changing = useAction();
  const { id, name, source, scopes } = apiKey;
  const parameters = { id };

  const rotate = async () => {
    const made = await changing.run(() => server.call(ACCOUNT_ENDPOINTS['keys.rotate'], { parameters }));
    if (!made) return;
    setAsking(null);
    setRotated(made.value);
    onChanged();
  };
  const revoke = async () => {
    if (!(await changing.run(() => server.call(ACCOUNT_ENDPOINTS['keys.delete'], { parameters })))) return;
    onClose();
    onChanged();
  };
  const ask = (what: 'rotate' | 'revoke') => {
    changing.forget();
    setAsking(what);
  };

  return (
    <DetailPane
      title={name}
      subtitle={source}
      closeLabel={t('settings.closeDetail')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={() => ask('rotate')}>{t('keys.rotate')}</Button>
          <Button variant="danger" onClick={() => ask('revoke')}>
            {t('keys.revoke')}
          </Button>
        </>
      }
    >
      {rotated ? <KeySecret created={rotated} /> : null}
      <FactList
        facts={[
          {
            name: t('keys.scopes'),
            value: (
              <span className="flex flex-wrap gap-1">
                {scopes.map((scope) => (
                  <Tag key={scope}>{scope}</Tag>
                ))}
              </span>
            ),
          },
          { name: t('keys.lastUsed'), value: <MomentText at={apiKey.last_used_at} /> },
          { name: t('keys.created'), value: <MomentText at={apiKey.created_at} /> },
          { name: t('keys.id'), value: <span className="font-mono text-small">{id}</span> },
        ]}
      />
      <SnippetSection secret={rotated?.key ?? null} />
      {asking === null ? null : (
        <ConfirmDialog
          title={t(asking === 'rotate' ? 'keys.rotate' : 'keys.revoke')}
          consequence={t(asking === 'rotate' ? 'keys.rotateText' : 'keys.revokeText', { name })}
          {...(asking === 'revoke' ? { typed: { label: t('keys.revokeType', { name }), word: name } } : {})}
          action={t(asking === 'rotate' ? 'keys.rotate' : 'keys.revoke')}
          cancelLabel={t('app.cancel')}
          closeLabel={t('app.close')}
          busy={changing.busy}
          failure={<ChangeFailure failure={changing.failure} />}
          onConfirm={() => void (asking === 'rotate' ? rotate() : revoke())}
          onClose={() => setAsking(null)}
        />
      )}
    </DetailPane>
  );
}
