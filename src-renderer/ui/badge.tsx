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
    <span
      title={children}
      className={classNames('inline-flex max-w-full min-w-0 items-center gap-1.5 align-middle whitespace-nowrap', TONES[tone])}
    >
      {Icon ? <Icon aria-hidden="true" size={14} strokeWidth={2} className="shrink-0" /> : null}
      <span className="truncate">{children}</span>
    </span>
  );
}

/** A name that is no longer than this stays whole: a beginning of two or three letters says nothing. */
const SHORT_CHARACTERS = 8;

/** All names that something carries, on one line: long ones are cut before one is missing. */
export function TagLine({ names }: { names: readonly string[] }) {
  return (
    <span title={names.join(', ')} className="flex min-w-0 gap-1 overflow-hidden">
      {names.map((name) => (
        <Tag key={name} shrink={Math.max(0, name.length - SHORT_CHARACTERS)}>
          {name}
        </Tag>
      ))}
    </span>
  );
}

/** One of several names that something carries. `shrink`: how much of what is missing in a row it gives. */
export function Tag({ children, shrink = 0 }: { children: string; shrink?: number }) {
  return (
    <span
      style={{ flexShrink: shrink }}
      className={classNames(
        'inline-block h-5 max-w-full truncate rounded-sm border border-line bg-canvas px-1.5 align-middle text-small text-ink-muted',
        shrink > 0 && 'min-w-[8ch]',
      )}
    >
      {children}
    </span>
  );
}
