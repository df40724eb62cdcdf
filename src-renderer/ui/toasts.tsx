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
          className="pointer-events-none fixed inset-x-0 bottom-12 z-50 [body:has([data-selection-bar])_&]:bottom-22 [@media(max-height:480px)]:[body:has([data-list-footer]):not(:has([data-task-actions]))_&]:bottom-0 mx-auto flex w-fit in-data-player:mr-3 max-w-[calc(100vw-32px)] flex-col items-center gap-2"
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
        // Where there is little room it fits into the list's last line, and covers no row.
        'popup pointer-events-auto flex h-9 max-w-full items-center gap-2 pr-1.5 pl-3 data-limited:hidden [@media(max-height:480px)]:h-8',
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
