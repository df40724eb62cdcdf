import type { ReactNode } from 'react';
import { t } from '../i18n/translate.ts';
import { PaneBoundary } from '../ui/pane-boundary.tsx';

/** A part of the window that fails alone. */
export function Pane({ children }: { children: ReactNode }) {
  return (
    <PaneBoundary title={t('app.paneFailed.title')} text={(message) => t('app.paneFailed.text', { message })} action={t('app.tryAgain')}>
      {children}
    </PaneBoundary>
  );
}
