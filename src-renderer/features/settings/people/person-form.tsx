import { type FormEvent, useState } from 'react';
import { ACCOUNT_ENDPOINTS, type UserChange } from '../../../../src-shared/http/account-endpoints.ts';
import type { User } from '../../../../src-shared/schema/user.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { issueAt, useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { RoleField, SkillsField } from './person-fields.tsx';

type Draft = Pick<User, 'name' | 'email' | 'role' | 'skills'>;

export function PersonForm({ person, onChanged }: { person: User; onChanged: () => void }) {
  const { server } = useConsole();
  const [draft, setDraft] = useState<Draft>(person);
  const [saved, setSaved] = useState(false);
  const saving = useAction();
  const body = changesOf(person, draft);
  const isChanged = Object.keys(body).length > 0;

  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }));
    setSaved(false);
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const parameters = { id: person.id };
    if (!(await saving.run(() => server.call(ACCOUNT_ENDPOINTS['users.change'], { parameters, body })))) return;
    setSaved(true);
    onChanged();
  };
  return (
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
        <Button type="submit" variant="primary" busy={saving.busy} disabled={!isChanged}>
          {t('form.save')}
        </Button>
        <span role="status" className="text-small text-success">
          {saved && !isChanged ? t('form.saved') : ''}
        </span>
      </div>
    </form>
  );
}

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
