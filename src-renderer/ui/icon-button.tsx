import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  icon: LucideIcon;
  label: string;
  /** Keys, beside the label in the tooltip. */
  hint?: ReactNode;
  /** Without a tooltip: where Escape has to close what the button is in, not the tooltip first. */
  bare?: boolean;
}

export function IconButton({ icon: Icon, label, hint, bare = false, className, ...rest }: IconButtonProps) {
  const button = (
    <button
      type="button"
      aria-label={label}
      className={classNames(
        'inline-flex size-6 shrink-0 items-center justify-center rounded-md text-ink-muted transition-colors duration-100',
        'hover:bg-hover hover:text-ink active:bg-selected-idle disabled:pointer-events-none disabled:opacity-45',
        className,
      )}
      {...rest}
    >
      <Icon aria-hidden="true" size={15} strokeWidth={1.9} />
    </button>
  );
  if (bare) return button;
  return (
    <Tooltip
      content={
        <>
          {label}
          {hint}
        </>
      }
    >
      {button}
    </Tooltip>
  );
}
