import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Logo } from '../../ui/logo.tsx';

export interface EntranceCardProps {
  title: string;
  subtitle: string;
  /** The way back to signing in. */
  onBack?: () => void;
  /** Below the card: other ways in. */
  footer?: ReactNode;
  children: ReactNode;
}

/** The one screen of those who are not in yet. */
export function EntranceCard({ title, subtitle, onBack, footer, children }: EntranceCardProps) {
  return (
    <main className="flex h-full justify-center overflow-y-auto bg-canvas p-6">
      <div className="my-auto flex w-96 max-w-full flex-col gap-5 py-2">
        <div className="flex flex-col items-center gap-3 text-center">
          <Logo size={36} />
          <div className="flex flex-col gap-1">
            <h1 className="text-title font-semibold tracking-[-0.01em]">{title}</h1>
            <p className="text-pretty text-ink-muted">{subtitle}</p>
          </div>
        </div>
        {children}
        {footer}
        {onBack ? (
          <Button variant="quiet" icon={ArrowLeft} onClick={onBack} className="mx-auto">
            {t('entrance.back')}
          </Button>
        ) : null}
      </div>
    </main>
  );
}

/** A box on that screen. */
export function EntranceBox({ children }: { children: ReactNode }) {
  return <div className="rounded-lg border border-line bg-surface p-5">{children}</div>;
}
