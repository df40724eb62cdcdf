import { type FormEvent, useRef, useState } from 'react';
import { ACCESS_ENDPOINTS } from '../../../../src-shared/http/access-endpoints.ts';
import { PASSWORD_LIMITS } from '../../../../src-shared/http/account-endpoints.ts';
import { notify } from '../../../commands/notify.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { issueAt, useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { SecretField } from '../../../ui/secret-field.tsx';
import { Section } from '../../../ui/section.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';

/** Whoever knows the old password chooses a new one; every other session of theirs ends. */
export function OwnPasswordSection({ onChanged }: { onChanged: () => void }) {
  const { server } = useConsole();
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState('');
  const [isTried, setTried] = useState(false);
  const change = useAction();
  const form = useRef<HTMLFormElement>(null);
  const texts = {
    stored: t('form.secret.stored'),
    replace: t('form.secret.replace'),
    keep: t('form.secret.keep'),
    show: t('form.secret.show'),
    hide: t('form.secret.hide'),
  };
  const missing = current === '' ? t('ownAccount.currentMissing') : undefined;
  const tooShort = chosen.length < PASSWORD_LIMITS.minimum ? t('form.tooShort', { limit: PASSWORD_LIMITS.minimum }) : undefined;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing || tooShort) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const body = { current_password: current, new_password: chosen };
    const done = await change.run(() => server.call(ACCESS_ENDPOINTS['me.changePassword'], { body }));
    if (!done) return;
    setCurrent('');
    setChosen('');
    setTried(false);
    onChanged();
    notify({ text: t('ownAccount.changed'), detail: t('ownAccount.changedDetail') });
  };

  return (
    <Section level={2} title={t('ownAccount.password')} text={t('ownAccount.passwordText')}>
      <form ref={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <SecretField
          label={t('ownAccount.current')}
          value={current}
          texts={texts}
          error={isTried ? missing : undefined}
          onChange={(value) => setCurrent(value ?? '')}
        />
        <SecretField
          label={t('ownAccount.new')}
          hint={t('form.tooShort', { limit: PASSWORD_LIMITS.minimum })}
          value={chosen}
          texts={texts}
          error={(isTried ? tooShort : undefined) ?? issueAt(change.failure, 'new_password')}
          onChange={(value) => setChosen(value ?? '')}
        />
        <ChangeFailure failure={change.failure} />
        <Button type="submit" variant="primary" busy={change.busy} className="w-fit">
          {t('ownAccount.change')}
        </Button>
      </form>
    </Section>
  );
}
