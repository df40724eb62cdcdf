import { type FormEvent, useState } from 'react';
import { ACCESS_ENDPOINTS, type CreatedInvitation, type NewInvitation } from '../../../../src-shared/http/access-endpoints.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { issueAt, useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { DetailPane } from '../../../ui/detail-pane.tsx';
import { SecretOnce } from '../../../ui/secret-once.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { copyTexts } from '../shell/copy-texts.ts';
import { RoleField, SkillsField } from './person-fields.tsx';

const EMPTY = { email: '', role: 'operator', skills: [] } satisfies NewInvitation;

export function InvitePane({ onInvited, onClose }: { onInvited: () => void; onClose: () => void }) {
  const { server } = useConsole();
  const [draft, setDraft] = useState<Required<NewInvitation>>(EMPTY);
  const [created, setCreated] = useState<CreatedInvitation | null>(null);
  const inviting = useAction();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { ...draft, email: draft.email.trim() };
    const made = await inviting.run(() => server.call(ACCESS_ENDPOINTS['invitations.create'], { body }));
    if (!made) return;
    setCreated(made.value);
    onInvited();
  };
  const startAgain = () => {
    setCreated(null);
    setDraft(EMPTY);
  };
  return (
    <DetailPane title={t('people.invite.title')} closeLabel={t('settings.closeDetail')} onClose={onClose}>
      {created ? (
        <>
          <SecretOnce
            title={t('people.inviteLink.title', { email: created.email })}
            text={t('people.inviteLink.text')}
            name={t('people.inviteLink.name')}
            secret={created.url}
            {...copyTexts()}
          />
          <Button onClick={startAgain} className="w-fit">
            {t('people.invite.again')}
          </Button>
        </>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
          <TextField
            label={t('people.email')}
            type="email"
            value={draft.email}
            autoComplete="off"
            autoFocus
            error={issueAt(inviting.failure, 'email')}
            onChange={(event) => setDraft({ ...draft, email: event.target.value })}
          />
          <RoleField value={draft.role} onChange={(role) => setDraft({ ...draft, role })} />
          <SkillsField values={draft.skills} onChange={(skills) => setDraft({ ...draft, skills })} />
          <ChangeFailure failure={inviting.failure} />
          <Button type="submit" variant="primary" busy={inviting.busy} disabled={draft.email.trim() === ''} className="w-fit">
            {t('people.invite.submit')}
          </Button>
        </form>
      )}
    </DetailPane>
  );
}
