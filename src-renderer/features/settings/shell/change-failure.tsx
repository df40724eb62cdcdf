import { useEffect, useRef, useState } from 'react';
import type { ApiFailure } from '../../../data/api-client.ts';
import { sayFailure } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { useIsOnline } from '../../../state/use-resource.ts';
import { Note } from '../../../ui/note.tsx';

/** Why a change was not made, and what became of it. In a form, the first field that is wrong takes the focus. */
export function ChangeFailure({ failure }: { failure: ApiFailure | null }) {
  const root = useRef<HTMLDivElement>(null);
  const isOver = useIsOver(failure);
  useEffect(() => {
    if (failure) root.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [failure]);
  return failure && !isOver ? (
    <div ref={root}>
      <Note tone="danger">{changeFailureText(failure)}</Note>
    </div>
  ) : null;
}

/** That the server did not answer is no news any more when it is back. */
function useIsOver(failure: ApiFailure | null): boolean {
  const isOnline = useIsOnline();
  const [ended, setEnded] = useState<ApiFailure | null>(null);
  const wasOffline = useRef(false);
  useEffect(() => {
    if (!isOnline) wasOffline.current = true;
    else if (wasOffline.current) {
      wasOffline.current = false;
      setEnded(failure);
    }
  }, [isOnline, failure]);
  return failure?.kind === 'unreachable' && ended === failure;
}

export function changeFailureText(failure: ApiFailure): string {
  const { kind, code } = failure;
  const message = sayFailure(failure);
  switch (kind) {
    case 'unreachable':
      return code === 'server_unreachable' ? t('settings.change.unreachable') : t('settings.change.refused', { message });
    case 'expired':
      return t('settings.change.expired');
    case 'incompatible':
      return t('settings.failed.incompatible');
    case 'refused':
      return code === 'version_mismatch' ? t('settings.change.conflict', { message }) : t('settings.change.refused', { message });
  }
}
