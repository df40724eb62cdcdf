import { type FormEvent, useState } from 'react';
import { ACCOUNT_ENDPOINTS, type UserChange } from '../../../../src-shared/http/account-endpoints.ts';
import type { User } from '../../../../src-shared/schema/user.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { issueAt, useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { DetailPane } from '../../../ui/detail-pane.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { PasswordSection } from './password-section.tsx';
import { RoleField, SkillsField } from './person-fields.tsx';
import { SessionSection } from './session-section.tsx';

export interface PersonDetailProps {
  person: User;
  onChanged: () => void;
  onClose: () => void;
}

export function PersonDetail({ person, onChanged, onClose }: PersonDetailProps) {
  const { server } = useConsole();
  const [draft, setDraft] = useState({ name: person.name, email: person.email, role: person.role, skills: person.skills });
  const [asking, setAsking] = useState(false);
  const [saved, setSaved] = useState(false);
  const saving = useAction();
  const switching = useAction();
  const { id, name, disabled } = person;

  const change = (part: Partial<typeof draft>) => {
    setDraft((before) => ({ ...before, ...part }));
    setSaved(false);
  };
  const send = (body: UserChange) => () => server.call(ACCOUNT_ENDPOINTS['users.change'], { parameters: { id }, body });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await saving.run(send(changesOf(person, draft))))) return;
    setSaved(true);
    onChanged();
  };
  const setDisabled = async (next: boolean) => {
    if (!(await switching.run(send({ disabled: next })))) return;
    setAsking(false);
    onChanged();
  };

  return (
    <DetailPane
      title={name}
      subtitle={person.email}
      closeLabel={t('settings.closeDetail')}
      onClose={onClose}
      footer={
        disabled ? (
          <Button busy={switching.busy} onClick={() => void setDisabled(false)}>
            {t('people.enable')}
          </Button>
        ) : (
          <Button variant="danger" onClick={() => setAsking(true)}>
            {t('people.disable')}
          </Button>
        )
      }
    >
      <form onSubmit={(event) => void save(event)} noValidate className="flex flex-col gap-4">
        <TextField
          label={t('people.name')}
          value={draft.name}
          error={issueAt(saving.failure, 'name')}
          onChange={(event) => change({ name: event.target.value })}
        />
        <TextField
          label={t('people.email')}
          type="email"
          value={draft.email}
          error={issueAt(saving.failure, 'email')}
          onChange={(event) => change({ email: event.target.value })}
        />
        <RoleField value={draft.role} onChange={(role) => change({ role })} />
        <SkillsField values={draft.skills} onChange={(skills) => change({ skills })} />
        <ChangeFailure failure={saving.failure} />
        <div className="flex items-center gap-3">
          <Button type="submit" variant="primary" busy={saving.busy} disabled={!isChanged(person, draft)}>
            {t('form.save')}
          </Button>
          <span role="status" className="text-small text-success">
            {saved && !isChanged(person, draft) ? t('form.saved') : ''}
          </span>
        </div>
      </form>
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

type Draft = Pick<User, 'name' | 'email' | 'role' | 'skills'>;

/** Only what was changed here: what another admin changes meanwhile stays. */
function changesOf(person: User, draft: Draft): UserChange {
  const [name, email] = [draft.name.trim(), draft.email.trim()];
  return {
    ...(name === person.name ? {} : { name }),
    ...(email === person.email ? {} : { email }),
    ...(draft.role === person.role ? {} : { role: draft.role }),
    ...(draft.skills.join('\n') === person.skills.join('\n') ? {} : { skills: draft.skills }),
  };
}

function isChanged(person: User, draft: Draft): boolean {
  return Object.keys(changesOf(person, draft)).length > 0;
}
