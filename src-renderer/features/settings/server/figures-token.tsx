import { useState } from 'react';
import { SERVER_ENDPOINTS } from '../../../../src-shared/http/server-endpoints.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { SecretOnce } from '../../../ui/secret-once.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { copyTexts } from '../shell/copy-texts.ts';

const TOKEN_BYTES = 24;

/** Opens `/metrics` to other machines, or closes it to them. */
export function FiguresToken({ isOpen, onChanged }: { isOpen: boolean; onChanged: () => void }) {
  const { server } = useConsole();
  const [token, setToken] = useState<string | null>(null);
  const saving = useAction();
  const save = async (next: string | null) => {
    const saved = await saving.run(() => server.call(SERVER_ENDPOINTS['server.change'], { body: { metrics_token: next } }));
    if (!saved) return;
    setToken(next);
    onChanged();
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex gap-2">
        <Button busy={saving.busy} onClick={() => void save(drawToken())}>
          {t(isOpen ? 'server.metrics.newToken' : 'server.metrics.makeToken')}
        </Button>
        {isOpen ? (
          <Button variant="quiet" disabled={saving.busy} onClick={() => void save(null)}>
            {t('server.metrics.withdraw')}
          </Button>
        ) : null}
      </div>
      <ChangeFailure failure={saving.failure} />
      {token !== null ? (
        <SecretOnce
          title={t('server.metrics.tokenTitle')}
          text={t('server.metrics.tokenText')}
          name={t('server.metrics.token')}
          secret={token}
          {...copyTexts()}
        />
      ) : null}
    </div>
  );
}

function drawToken(): string {
  return [...crypto.getRandomValues(new Uint8Array(TOKEN_BYTES))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
