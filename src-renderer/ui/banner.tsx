import { CircleAlert, type LucideIcon, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

export interface BannerProps {
  tone: 'warning' | 'danger';
  title?: string;
  text: string;
  /** Buttons. */
  children?: ReactNode;
  dismissLabel?: string;
  onDismiss?: () => void;
}

const TONES: Readonly<Record<BannerProps['tone'], { className: string; icon: LucideIcon }>> = {
  warning: { className: 'bg-warning-wash text-warning', icon: CircleAlert },
  danger: { className: 'bg-danger-wash text-danger', icon: TriangleAlert },
};

/** Stands above the work until its cause is gone or it is put away. Danger interrupts screen readers, a warning waits. */
export function Banner({ tone, title, text, children, dismissLabel, onDismiss }: BannerProps) {
  const { className, icon: Icon } = TONES[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={classNames('flex min-h-9 items-center gap-2 border-b border-line px-3 py-1', className)}
    >
      <Icon aria-hidden="true" size={15} strokeWidth={1.9} className="shrink-0" />
      <p className="min-w-0 flex-1 text-ink">
        {title ? <strong className="mr-2 font-semibold">{title}</strong> : null}
        {text}
      </p>
      {children}
      {onDismiss && dismissLabel ? <IconButton icon={X} label={dismissLabel} onClick={onDismiss} /> : null}
    </div>
  );
}
