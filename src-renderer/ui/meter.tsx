import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { classNames } from './class-names.ts';

export type MeterTone = 'plain' | 'warning' | 'danger';

export interface MeterProps {
  label: string;
  value: number;
  maximum: number;
  /** How much it is, in short: beside the label. */
  amount: string;
  /** The rest in words, below the bar. */
  text: string;
  tone?: MeterTone;
  /** So that a tone is not told by its colour alone. */
  icon?: LucideIcon | undefined;
}

const FILLS: Readonly<Record<MeterTone, string>> = {
  plain: '[&::-webkit-meter-optimum-value]:bg-accent',
  warning: '[&::-webkit-meter-optimum-value]:bg-warning',
  danger: '[&::-webkit-meter-optimum-value]:bg-danger',
};
const TEXTS: Readonly<Record<MeterTone, string>> = { plain: 'text-ink-faint', warning: 'text-warning', danger: 'text-danger' };

/** How much of something limited is used. */
export function Meter({ label, value, maximum, amount, text, tone = 'plain', icon: Icon }: MeterProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1 text-small">
      <div className="flex items-baseline gap-3">
        <label htmlFor={id} className="min-w-0 flex-1 truncate font-medium">
          {label}
        </label>
        <span className="text-ink-muted tabular-nums">{amount}</span>
      </div>
      <meter
        id={id}
        value={Math.min(value, maximum)}
        max={maximum}
        aria-valuetext={`${amount}, ${text}`}
        className={classNames(
          'block h-1.5 w-full appearance-none',
          '[&::-webkit-meter-inner-element]:block [&::-webkit-meter-bar]:h-1.5 [&::-webkit-meter-bar]:rounded-full [&::-webkit-meter-bar]:border-0 [&::-webkit-meter-bar]:bg-line-strong [&::-webkit-meter-bar]:bg-none',
          '[&::-webkit-meter-optimum-value]:rounded-full [&::-webkit-meter-optimum-value]:bg-none',
          FILLS[tone],
        )}
      />
      <span className={classNames('flex min-w-0 items-center gap-1', TEXTS[tone])}>
        {Icon ? <Icon aria-hidden="true" size={13} strokeWidth={2} className="shrink-0" /> : null}
        <span className="text-pretty">{text}</span>
      </span>
    </div>
  );
}
