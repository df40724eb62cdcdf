import { useRef } from 'react';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { closeOverlay, openOverlay, useInterface } from '../../state/interface-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** The same person again: what waits is theirs and is sent under no other name. */
export function SignInDialog() {
  const { bridge, account, data } = useConsole();
  const open = useInterface((state) => state.overlay === 'sign-in');
  const password = useRef<HTMLInputElement>(null);
  const finish = () => {
    closeOverlay('sign-in');
    data.syncNow();
  };
  return (
    <Dialog
      open={open}
      onClose={() => openOverlay(null)}
      title={t('signIn.again.title')}
      description={t('signIn.again.text')}
      closeLabel={t('app.close')}
      width="narrow"
      initialFocus={password}
    >
      <div className="overflow-y-auto px-5 pt-3 pb-5">
        <SignInForm
          bridge={bridge}
          server={account.server}
          email={account.user.email}
          sameAccount
          firstField={password}
          onSignedIn={finish}
        />
      </div>
    </Dialog>
  );
}
