import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Spinner } from './spinner.tsx';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  children: ReactNode;
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 'small' | 'regular';
  icon?: LucideIcon;
  /** Drawn at the end: a key, a count, an arrow. */
  trailing?: ReactNode;
  /** Something is going on: the button keeps its width and takes no clicks. */
  busy?: boolean;
}

const VARIANTS = {
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-hover active:bg-accent-hover',
  secondary: 'border-line-strong bg-surface text-ink hover:bg-hover active:bg-selected-idle',
  quiet:
    'border-transparent text-ink-muted hover:bg-hover hover:text-ink active:bg-selected-idle data-popup-open:bg-hover data-popup-open:text-ink',
  danger: 'border-line-strong bg-surface text-danger hover:bg-danger-wash active:bg-danger-wash',
} as const;

const SIZES = { small: 'h-6 gap-1.5 px-2 text-small', regular: 'h-7 gap-1.5 px-2.5 text-body' } as const;

export function Button(props: ButtonProps) {
  const { variant = 'secondary', size = 'regular', icon: Icon, trailing, busy = false, className, children, onClick, ...rest } = props;
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      // Not `disabled`: that would take the focus from whoever pressed it.
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors duration-100',
        'disabled:pointer-events-none disabled:opacity-45',
        VARIANTS[variant],
        SIZES[size],
        className,
      )}
      {...rest}
    >
      {busy ? <Spinner /> : Icon ? <Icon aria-hidden="true" size={14} strokeWidth={1.9} className="shrink-0" /> : null}
      {children}
      {trailing}
    </button>
  );
}
