import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useLayoutEffect } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: string;
  /** A dialog without a visible title still has one for screen readers. */
  bare?: boolean;
  closeLabel: string;
  width?: 'narrow' | 'regular' | 'wide';
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
}

const WIDTHS = { narrow: 'w-96', regular: 'w-[560px]', wide: 'w-[760px]' } as const;

export function Dialog({ open, onClose, title, description, bare, closeLabel, width = 'regular', initialFocus, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop fixed inset-0 z-40" />
        <Base.Popup
          // The library would take the focus back a frame later, from wherever a quick hand has moved it meanwhile.
          {...(initialFocus ? { initialFocus: () => initialFocus.current === null } : {})}
          className={classNames(
            'popup fixed top-[10vh] left-1/2 z-40 flex max-h-[80vh] max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col overflow-hidden',
            WIDTHS[width],
          )}
        >
          {bare ? (
            <Base.Title className="sr-only">{title}</Base.Title>
          ) : (
            <header className="flex items-start gap-3 px-5 pt-4 pb-1">
              <div className="min-w-0 flex-1">
                <Base.Title className="text-heading font-semibold">{title}</Base.Title>
                {description ? <Base.Description className="mt-0.5 text-ink-muted">{description}</Base.Description> : null}
              </div>
              <Base.Close render={<IconButton bare icon={X} label={closeLabel} />} />
            </header>
          )}
          {children}
          {initialFocus ? <FocusAtOnce target={initialFocus} /> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/**
 * The library moves the focus a frame after the dialog is seen; the next key of a quick hand has to arrive in it.
 * A microtask comes after the library has noted where the focus was, so that closing the dialog gives it back.
 */
function FocusAtOnce({ target }: { target: RefObject<HTMLElement | null> }) {
  useLayoutEffect(() => queueMicrotask(() => target.current?.focus({ preventScroll: true })), [target]);
  return null;
}
