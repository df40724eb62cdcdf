import { useEffect, useRef } from 'react';
import { notify } from '../commands/notify.ts';
import { t } from '../i18n/translate.ts';
import { useConsole } from '../state/console-context.tsx';
import { useStore } from '../state/use-store.ts';

/** Screens come and go with a role: whoever has another one now is told why. */
export function useRoleNotice(): void {
  const { data } = useConsole();
  const { user } = useStore(data.workspace);
  const known = useRef(user.role);
  useEffect(() => {
    if (known.current === user.role) return;
    known.current = user.role;
    notify({ text: t('account.roleChanged', { role: t(`account.role.${user.role}`) }) });
  }, [user.role]);
}
