import { useState } from 'react';
import { ACCOUNT_ENDPOINTS } from '../../../../src-shared/http/account-endpoints.ts';
import type { User } from '../../../../src-shared/schema/user.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { DetailPane } from '../../../ui/detail-pane.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { PasswordSection } from './password-section.tsx';
import { PersonForm } from './person-form.tsx';
import { SessionSection } from './session-section.tsx';

export interface PersonDetailProps {
  person: User;
  onChanged: () => void;
  onClose: () => void;
}

export function PersonDetail({ person, onChanged, onClose }: PersonDetailProps) {
  const { server } = useConsole();
  const [asking, setAsking] = useState(false);
  const switching = useAction();
  const { id, name, email, disabled } = person;

  const setDisabled = async (next: boolean) => {
    const change = { parameters: { id }, body: { disabled: next } };
    if (!(await switching.run(() => server.call(ACCOUNT_ENDPOINTS['users.change'], change)))) return;
    setAsking(false);
    onChanged();
  };
  const switchButton = disabled ? (
    <Button busy={switching.busy} onClick={() => void setDisabled(false)}>
      {t('people.enable')}
    </Button>
  ) : (
    <Button variant="danger" onClick={() => setAsking(true)}>
      {t('people.disable')}
    </Button>
  );

  return (
    <DetailPane title={name} subtitle={email} closeLabel={t('settings.closeDetail')} onClose={onClose} footer={switchButton}>
      <PersonForm person={person} onChanged={onChanged} />
      {disabled ? null : <PasswordSection person={person} />}
      <SessionSection userId={id} />
      {asking ? (
        <ConfirmDialog
          title={t('people.disable')}
          consequence={t('people.disableText', { name })}
          action={t('people.disable')}
          cancelLabel={t('app.cancel')}
          closeLabel={t('app.close')}
          busy={switching.busy}
          failure={<ChangeFailure failure={switching.failure} />}
          onConfirm={() => void setDisabled(true)}
          onClose={() => setAsking(false)}
        />
      ) : (
        <ChangeFailure failure={switching.failure} />
      )}
    </DetailPane>
  );
}
