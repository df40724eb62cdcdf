import { useEffect } from 'react';
import type { DeskState } from '../../../src-shared/ipc/desktop-contract.ts';
import type { SyncState, WorkspaceState } from '../../data/console-data.ts';
import { epochMs, formatClock } from '../../i18n/format-time.ts';
import { type Language, t, tn } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { useSpokenLanguage } from '../../state/spoken-language.ts';
import { useNow } from '../../state/use-now.ts';
import { useStore } from '../../state/use-store.ts';

/** Keeps the system's tray at what is known here. */
export function useDeskState(): void {
  const { bridge, data } = useConsole();
  const sync = useStore(data.syncState);
  const workspace = useStore(data.workspace);
  const language = useSpokenLanguage();
  const nowMs = useNow();
  const isReady = sync.mode !== 'starting';
  const state = JSON.stringify(deskStateOf(sync, workspace, language, nowMs));
  useEffect(() => {
    if (isReady) void bridge.call('desk.show', JSON.parse(state));
  }, [bridge, isReady, state]);
}

function deskStateOf(sync: SyncState, { mineCount }: WorkspaceState, language: Language, nowMs: number): DeskState {
  const lines = [
    tn('desk.mine', mineCount),
    connectionText(sync, nowMs),
    ...(sync.pendingCount > 0 ? [tn('desk.pending', sync.pendingCount)] : []),
    ...(sync.rejectedCount > 0 ? [tn('desk.rejected', sync.rejectedCount)] : []),
  ];
  return {
    count: mineCount,
    attention: sync.pendingCount > 0 || (sync.mode !== 'live' && sync.mode !== 'catching-up'),
    tooltip: `Docket: ${lines.join(' · ')}`.slice(0, 300),
    lines,
    commands: [
      { id: 'go.mine', label: t('command.go.mine') },
      { id: 'go.inbox', label: t('command.go.inbox') },
      { id: 'go.pending', label: t('command.go.pending') },
    ],
    quit: t('desk.quit'),
    language,
  };
}

function connectionText(sync: SyncState, nowMs: number): string {
  switch (sync.mode) {
    case 'starting':
      return t('sync.starting');
    case 'live':
      return t('sync.live');
    case 'catching-up':
      return t('sync.catchingUp');
    case 'offline':
      return t('sync.offline', { time: formatClock(epochMs(sync.since), nowMs) });
    case 'expired':
      return t('sync.expired');
    case 'incompatible':
      return t('sync.incompatible');
  }
}
