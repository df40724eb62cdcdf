import type { LucideIcon } from 'lucide-react';
import { classNames } from './class-names.ts';

export type BadgeTone = 'plain' | 'good' | 'warning' | 'danger' | 'busy';

const TONES: Readonly<Record<BadgeTone, string>> = {
  plain: 'text-ink-muted',
  good: 'text-success',
  warning: 'text-warning',
  danger: 'text-danger',
  busy: 'text-assigned',
};

/** How something is: icon and word, never the colour alone. */
export function Badge({ icon: Icon, tone = 'plain', children }: { icon?: LucideIcon; tone?: BadgeTone; children: string }) {
  return (
    <span className={classNames('inline-flex min-w-0 items-center gap-1.5 align-middle whitespace-nowrap', TONES[tone])}>
      {Icon ? <Icon aria-hidden="true" size={14} strokeWidth={2} className="shrink-0" /> : null}
      <span className="truncate">{children}</span>
    </span>
  );
}

/** All names that something carries, on one line: each is cut before one is missing. */
export function TagLine({ names }: { names: readonly string[] }) {
  return (
    <span title={names.join(', ')} className="flex min-w-0 gap-1 [&>span]:min-w-0 [&>span]:shrink [&>span]:basis-auto">
      {names.map((name) => (
        <Tag key={name}>{name}</Tag>
      ))}
    </span>
  );
}

/** One of several names that something carries. */
export function Tag({ children }: { children: string }) {
  return (
    <span className="inline-block h-5 max-w-full shrink-0 truncate rounded-sm align-middle border border-line bg-canvas px-1.5 text-small text-ink-muted">
      {children}
    </span>
  );
}
