import { type FormEvent, useRef, useState } from 'react';
import { eraseLater, forgetErasure } from '../../data/erase-account.ts';
import { sayKnown } from '../../i18n/say-again.ts';
import { t, tn } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { goTo, openOverlay, useInterface } from '../../state/interface-state.ts';
import { useStore } from '../../state/use-store.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** Leaves, and takes along what is kept here if that is wanted. Not while something was not sent: only this person could. */
export function SignOutDialog() {
  const open = useInterface((state) => state.overlay === 'sign-out');
  const { data } = useConsole();
  const { pendingCount } = useStore(data.syncState);
  const first = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open={open}
      onClose={() => openOverlay(null)}
      title={t('signOut.title')}
      closeLabel={t('app.close')}
      width="narrow"
      initialFocus={first}
    >
      {pendingCount > 0 ? <Unsent count={pendingCount} first={first} /> : <Leave first={first} />}
    </Dialog>
  );
}

function Unsent({ count, first }: { count: number; first: React.RefObject<HTMLButtonElement | null> }) {
  const { data } = useConsole();
  const show = () => {
    openOverlay(null);
    goTo({ kind: 'tasks', scope: { kind: 'pending' } });
  };
  return (
    <div className="flex flex-col gap-4 overflow-y-auto px-5 pt-2 pb-5">
      <p className="text-pretty">{tn('signOut.unsent', count)}</p>
      <p className="text-pretty text-ink-muted">{t('signOut.unsentHint')}</p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={show}>{t('signOut.show')}</Button>
        <Button onClick={data.syncNow}>{t('sync.now')}</Button>
        <Button ref={first} variant="primary" onClick={() => openOverlay(null)}>
          {t('app.cancel')}
        </Button>
      </div>
    </div>
  );
}

function Leave({ first }: { first: React.RefObject<HTMLButtonElement | null> }) {
  const { bridge, account } = useConsole();
  const [isErasing, setErasing] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    // Written down first: whatever happens after the sign-out, it is done then or at the next start.
    if (isErasing) eraseLater(localStorage, account.key);
    const answer = await bridge.call('session.signOut', null);
    if (answer.ok) return;
    forgetErasure(localStorage, account.key);
    setBusy(false);
    setFailure(sayKnown(answer.message));
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4 overflow-y-auto px-5 pt-2 pb-5">
      <p className="text-pretty">{t('signOut.text')}</p>
      <CheckField label={t('signOut.erase')} hint={t('signOut.eraseHint')} checked={isErasing} onChange={setErasing} />
      {failure === null ? null : (
        <p role="alert" className="text-danger">
          {t('banner.signOutRefused', { message: failure })}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={() => openOverlay(null)}>{t('app.cancel')}</Button>
        <Button ref={first} type="submit" variant={isErasing ? 'danger' : 'primary'} busy={isBusy}>
          {t('account.signOut')}
        </Button>
      </div>
    </form>
  );
}
