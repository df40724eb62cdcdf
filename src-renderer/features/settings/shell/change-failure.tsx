import { useEffect, useRef } from 'react';
import type { ApiFailure } from '../../../data/api-client.ts';
import { sayFailure } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { Note } from '../../../ui/note.tsx';

/** Why a change was not made, and what became of it. In a form, the first field that is wrong takes the focus. */
export function ChangeFailure({ failure }: { failure: ApiFailure | null }) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (failure) root.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [failure]);
  return failure ? (
    <div ref={root}>
      <Note tone="danger">{changeFailureText(failure)}</Note>
    </div>
  ) : null;
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
