import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { useStore } from '../../state/use-store.ts';

/** Says the connection's state once when it changes, and waits for its turn. */
export function SyncAnnouncer() {
  const { data } = useConsole();
  const { mode } = useStore(data.syncState);
  return (
    <div aria-live="polite" role="status" className="sr-only">
      {t(`sync.announce.${mode}`)}
    </div>
  );
}
