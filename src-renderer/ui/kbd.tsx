import { Fragment } from 'react';
import { classNames } from './class-names.ts';

export interface KbdProps {
  /** Presses one after the other, each a list of keys held together. */
  presses: readonly (readonly string[])[];
  /** What stands between two presses, for instance "then". */
  between?: string;
  tone?: 'plain' | 'on-accent';
}

/** A key binding as it looks on the keyboard. Decoration: what it belongs to says it by `aria-keyshortcuts`. */
export function Kbd({ presses, between, tone = 'plain' }: KbdProps) {
  return (
    <span aria-hidden="true" className="inline-flex shrink-0 items-center gap-1">
      {presses.map((keys, index) => (
        <Fragment key={keys.join('+')}>
          {index > 0 && between ? <span className="text-small text-ink-faint">{between}</span> : null}
          {keys.map((key) => (
            <kbd
              key={key}
              className={classNames(
                'inline-flex h-[18px] items-center justify-center rounded-sm font-sans text-[11px] leading-none font-medium',
                tone === 'plain' ? 'min-w-[18px] border border-line-strong bg-surface px-1 text-ink-muted' : 'text-on-accent',
              )}
            >
              {key}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
