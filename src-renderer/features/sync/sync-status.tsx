import { Popover } from '@base-ui/react/popover';
import { Ban, CircleAlert, CloudOff, type LucideIcon, Radio, RefreshCw } from 'lucide-react';
import type { SyncMode, SyncState } from '../../data/console-data.ts';
import { epochMs, formatClock } from '../../i18n/format-time.ts';
import { sayKnown } from '../../i18n/say-again.ts';
import { formatNumber, t, tn } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { goTo } from '../../state/interface-state.ts';
import { useNow } from '../../state/use-now.ts';
import { useStore } from '../../state/use-store.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { StatusIcon } from '../../ui/status-icon.tsx';

const LOOKS: Readonly<Record<SyncMode, { icon: LucideIcon; className: string }>> = {
  starting: { icon: RefreshCw, className: 'text-ink-muted' },
  live: { icon: Radio, className: 'text-success' },
  'catching-up': { icon: RefreshCw, className: 'text-assigned' },
  offline: { icon: CloudOff, className: 'text-warning' },
  expired: { icon: CircleAlert, className: 'text-danger' },
  incompatible: { icon: Ban, className: 'text-danger' },
};

/** Always on the screen: whether what is shown is current, and what has not been sent. */
export function SyncStatus() {
  const { data } = useConsole();
  const sync = useStore(data.syncState);
  const nowMs = useNow();
  const { icon: Icon, className } = LOOKS[sync.mode];
  return (
    <Popover.Root>
      <Popover.Trigger
        data-testid="sync-status"
        data-mode={sync.mode}
        data-pending-count={sync.pendingCount}
        className="flex h-7 min-w-0 tabular-nums items-center gap-2 rounded-md px-2 hover:bg-hover data-popup-open:bg-hover"
      >
        <span className={classNames('flex min-w-0 items-center gap-1.5 font-medium', className)}>
          <Icon aria-hidden="true" size={14} strokeWidth={2} className="shrink-0" />
          <span className="truncate">{syncText(sync, nowMs)}</span>
        </span>
        {sync.pendingCount > 0 ? (
          <span className="flex shrink-0 items-center gap-1.5 text-ink-muted">
            <StatusIcon mark="pending" />
            <span className="max-medium:sr-only">{tn('sync.pending', sync.pendingCount)}</span>
            <span aria-hidden="true" className="medium:hidden">
              {formatNumber(sync.pendingCount)}
            </span>
          </span>
        ) : null}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="start" sideOffset={6} className="z-50">
          <Popover.Popup className="popup flex w-80 flex-col gap-3 p-4">
            <Popover.Title className="sr-only">{t('sync.details')}</Popover.Title>
            <div className="flex flex-col gap-1">
              <p className={classNames('flex items-center gap-1.5 font-medium', className)}>
                <Icon aria-hidden="true" size={14} strokeWidth={2} />
                {syncText(sync, nowMs)}
              </p>
              <p className="text-ink-muted">{t(`sync.explain.${sync.mode}`)}</p>
              {sync.message === null ? null : <p className="text-small break-words text-ink-muted">{sayKnown(sync.message)}</p>}
            </div>
            <div className="flex flex-wrap gap-2">
              {sync.mode === 'live' ? null : (
                <Button size="small" icon={RefreshCw} onClick={data.syncNow}>
                  {t('sync.now')}
                </Button>
              )}
              {sync.pendingCount > 0 ? (
                <Popover.Close
                  render={
                    <Button size="small" onClick={() => goTo({ kind: 'tasks', scope: { kind: 'pending' } })}>
                      {t('sync.showPending')}
                    </Button>
                  }
                />
              ) : null}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The state in a few words. */
export function syncText(sync: SyncState, nowMs: number): string {
  switch (sync.mode) {
    case 'starting':
      return t('sync.starting');
    case 'live':
      return t('sync.live');
    case 'catching-up':
      return sync.receivedCount > 0 ? t('sync.catchingUpCount', { count: sync.receivedCount }) : t('sync.catchingUp');
    case 'offline':
      return t('sync.offline', { time: formatClock(epochMs(sync.since), nowMs) });
    case 'expired':
      return t('sync.expired');
    case 'incompatible':
      return t('sync.incompatible');
  }
}
