import { useState } from 'react';
import { BACKUP_ENDPOINTS } from '../../../../src-shared/http/backup-endpoints.ts';
import { notify } from '../../../commands/notify.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';

/** What Docket has to know after somebody has put a PostgreSQL back. */
export function RenewIdentity() {
  const { server } = useConsole();
  const [isAsking, setAsking] = useState(false);
  const renewing = useAction();
  const renew = async () => {
    if (!(await renewing.run(() => server.call(BACKUP_ENDPOINTS['server.renewIdentity'], {})))) return;
    setAsking(false);
    notify({ text: t('server.identity.done') });
  };
  return (
    <>
      <Button onClick={() => setAsking(true)} className="w-fit">
        {t('server.identity')}
      </Button>
      {isAsking ? (
        <ConfirmDialog
          title={t('server.identity.ask')}
          consequence={t('server.identity.consequence')}
          action={t('server.identity.confirm')}
          cancelLabel={t('app.cancel')}
          closeLabel={t('app.close')}
          busy={renewing.busy}
          failure={<ChangeFailure failure={renewing.failure} />}
          onConfirm={() => void renew()}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
