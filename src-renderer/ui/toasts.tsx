import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

export interface ToastContent {
  text: string;
  detail?: string | undefined;
  tone: 'plain' | 'problem';
  /** A button. */
  action?: ReactNode;
}

const SHOWN_MS = 6_000;

/** Base UI's toasts: sonner writes a style element into the page, which the page's policy forbids. */
export function Toasts({
  listen,
  label,
  dismissLabel,
}: {
  listen: (show: (content: ToastContent) => () => void) => () => void;
  label: string;
  dismissLabel: string;
}) {
  return (
    <Toast.Provider limit={3} timeout={SHOWN_MS}>
      <Feed listen={listen} />
      <Toast.Portal>
        <Toast.Viewport
          aria-label={label}
          // In the list's last line, where there is one that can be seen: it covers no row and no button then.
          className="pointer-events-none fixed right-[anchor(right,0px)] bottom-[calc(anchor(bottom,var(--rest))+2px)] left-[anchor(left,0px)] z-50 [position-anchor:--list-footer] [--rest:46px] [@media(max-height:480px)]:[body:not(:has([data-task-actions]))_&]:[--rest:6px] mx-auto flex w-fit in-data-player:mr-3 max-w-[calc(100vw-32px)] flex-col items-center gap-2"
        >
          <List dismissLabel={dismissLabel} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Feed({ listen }: { listen: (show: (content: ToastContent) => () => void) => () => void }) {
  const { add, close } = Toast.useToastManager<ToastContent>();
  useEffect(
    () =>
      listen((content) => {
        const id = add({ title: content.text, data: content, priority: content.tone === 'problem' ? 'high' : 'low' });
        return () => close(id);
      }),
    [listen, add, close],
  );
  return null;
}

function List({ dismissLabel }: { dismissLabel: string }) {
  const { toasts } = Toast.useToastManager<ToastContent>();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection={[]}
      className={classNames(
        'popup pointer-events-auto flex h-9 max-w-full items-center gap-2 pr-1.5 pl-3 data-limited:hidden [body:has([data-list-footer])_&]:h-7',
        toast.data?.tone === 'problem' && 'text-danger',
      )}
    >
      <Toast.Content className="flex min-w-0 items-center gap-2">
        <Toast.Title className="shrink-0 text-body font-medium" />
        {toast.data?.detail ? <span className="max-w-72 truncate text-ink-muted">{toast.data.detail}</span> : null}
        {toast.data?.action}
        <Toast.Close render={<IconButton icon={X} label={dismissLabel} />} />
      </Toast.Content>
    </Toast.Root>
  ));
}
