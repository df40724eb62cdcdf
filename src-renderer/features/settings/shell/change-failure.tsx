import type { ApiFailure } from '../../../data/api-client.ts';
import { t } from '../../../i18n/translate.ts';
import { Note } from '../../../ui/note.tsx';

/** Why a change was not made, and what became of it. */
export function ChangeFailure({ failure }: { failure: ApiFailure | null }) {
  return failure ? <Note tone="danger">{changeFailureText(failure)}</Note> : null;
}

export function changeFailureText({ kind, code, message }: ApiFailure): string {
  switch (kind) {
    case 'unreachable':
      return code === 'rate_limited' || code === 'internal_error'
        ? t('settings.change.refused', { message })
        : t('settings.change.unreachable');
    case 'expired':
      return t('settings.change.expired');
    case 'incompatible':
      return t('settings.failed.incompatible');
    case 'refused':
      return code === 'conflict' || code === 'version_mismatch'
        ? t('settings.change.conflict', { message })
        : t('settings.change.refused', { message });
  }
}
