import { useState } from 'react';
import { ACCESS_ENDPOINTS, type Invitation } from '../../../../src-shared/http/access-endpoints.ts';
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

export interface InvitationDetailProps {
  invitation: Invitation;
  onChanged: () => void;
  onClose: () => void;
}

export function InvitationDetail({ invitation, onChanged, onClose }: InvitationDetailProps) {
  const { server } = useConsole();
  const [asking, setAsking] = useState(false);
  const withdrawing = useAction();
  const { id, email, role, skills } = invitation;
  const withdraw = async () => {
    const parameters = { invitation: id };
    if (!(await withdrawing.run(() => server.call(ACCESS_ENDPOINTS['invitations.delete'], { parameters })))) return;
    onClose();
    onChanged();
  };
  return (
    <DetailPane
      title={email}
      subtitle={t(`account.role.${role}`)}
      closeLabel={t('settings.closeDetail')}
      onClose={onClose}
      footer={
        <Button variant="danger" onClick={() => setAsking(true)}>
          {t('people.withdraw')}
        </Button>
      }
    >
      <FactList
        facts={[
          { name: t('people.invited'), value: <MomentText at={invitation.created_at} /> },
          { name: t('people.expires'), value: <MomentText at={invitation.expires_at} /> },
          {
            name: t('people.skills'),
            value: (
              <span className="flex flex-wrap gap-1">
                {skills.length === 0 ? '–' : skills.map((skill) => <Tag key={skill}>{skill}</Tag>)}
              </span>
            ),
          },
        ]}
      />
      <p className="text-small text-pretty text-ink-muted">{t('people.invitationText')}</p>
      {asking ? (
        <ConfirmDialog
          title={t('people.withdraw')}
          consequence={t('people.withdrawText', { email })}
          action={t('people.withdraw')}
          cancelLabel={t('app.cancel')}
          closeLabel={t('app.close')}
          busy={withdrawing.busy}
          failure={<ChangeFailure failure={withdrawing.failure} />}
          onConfirm={() => void withdraw()}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </DetailPane>
  );
}
