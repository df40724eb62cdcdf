import { useState } from 'react';
import { ACCESS_ENDPOINTS } from '../../../../src-shared/http/access-endpoints.ts';
import type { User } from '../../../../src-shared/schema/user.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { SecretOnce } from '../../../ui/secret-once.tsx';
import { Section } from '../../../ui/section.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { copyTexts } from '../shell/copy-texts.ts';

/** A link to choose a new password with. */
export function PasswordSection({ person: { id, name } }: { person: User }) {
  const { server } = useConsole();
  const [url, setUrl] = useState<string | null>(null);
  const making = useAction();
  const make = async () => {
    const made = await making.run(() => server.call(ACCESS_ENDPOINTS['passwordResets.create'], { parameters: { id } }));
    if (made) setUrl(made.value.url);
  };
  return (
    <Section title={t('people.password')} text={t('people.passwordText', { name })}>
      {url === null ? (
        <Button busy={making.busy} onClick={() => void make()} className="w-fit">
          {t('people.makeResetLink')}
        </Button>
      ) : (
        <SecretOnce
          title={t('people.resetLink.title', { name })}
          text={t('people.resetLink.text')}
          name={t('people.resetLink.name')}
          secret={url}
          {...copyTexts()}
        />
      )}
      <ChangeFailure failure={making.failure} />
    </Section>
  );
}
