import { createContext, type ReactNode, useContext } from 'react';
import type { ApiFailure } from '../../../data/api-client.ts';
import { sayFailure } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { useIsOnline } from '../../../state/use-resource.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Note } from '../../../ui/note.tsx';
import { SkeletonRows } from '../../../ui/skeleton-rows.tsx';

export interface LoadedProps<Value> {
  resource: { value: Value | null; failure: ApiFailure | null; reload: () => void };
  children: (value: Value) => ReactNode;
}

/** Whether a `Loaded` further out says already that what is shown is old. */
const SaidAbove = createContext(false);

/** Draws what the server said; until then that it is asked, or why it did not answer. Old values are shown and called old. */
export function Loaded<Value>({ resource: { value, failure, reload }, children }: LoadedProps<Value>) {
  const isOnline = useIsOnline();
  const isSaid = useContext(SaidAbove);
  if (value === null) {
    if (!failure) return <SkeletonRows inset="panel" count={6} label={t('settings.loading')} />;
    return <ErrorState title={t('settings.failed.title')} text={loadFailureText(failure)} action={t('app.tryAgain')} onAction={reload} />;
  }
  const isOld = failure !== null || !isOnline;
  return (
    <SaidAbove value={isSaid || isOld}>
      {isOld && !isSaid ? (
        <div className="px-6 pt-3 max-medium:px-4">
          <Note tone="warning" title={isOnline ? t('settings.failed.title') : t('settings.offline.title')}>
            {isOnline && failure ? loadFailureText(failure) : t('settings.offline.stale')}
          </Note>
        </div>
      ) : null}
      {children(value)}
    </SaidAbove>
  );
}

/** Why something could not be read, and what becomes of it. */
export function loadFailureText(failure: ApiFailure): string {
  const { kind, code } = failure;
  switch (kind) {
    case 'unreachable':
      return code === 'server_unreachable' ? t('settings.failed.unreachable') : sayFailure(failure);
    case 'expired':
      return t('settings.failed.expired');
    case 'incompatible':
      return t('settings.failed.incompatible');
    case 'refused':
      return code === 'forbidden' ? t('settings.failed.forbidden') : sayFailure(failure);
  }
}
