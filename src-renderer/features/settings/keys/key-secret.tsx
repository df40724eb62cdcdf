import type { CreatedApiKey } from '../../../../src-shared/schema/api-key.ts';
import { t } from '../../../i18n/translate.ts';
import { SecretOnce } from '../../../ui/secret-once.tsx';
import { copyTexts } from '../shell/copy-texts.ts';

export function KeySecret({ created: { name, key } }: { created: CreatedApiKey }) {
  return (
    <SecretOnce
      title={t('keys.secret.title', { name })}
      text={t('keys.secret.text')}
      name={t('keys.secret.name')}
      secret={key}
      {...copyTexts()}
    />
  );
}
