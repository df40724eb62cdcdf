import { useEffect } from 'react';
import type { DeskNotice } from '../../../src-shared/ipc/desktop-contract.ts';
import type { TaskEntry } from '../../data/console-data.ts';
import { epochMs, formatRelative } from '../../i18n/format-time.ts';
import { t, tn } from '../../i18n/translate.ts';
import { type ConsoleHandles, useConsole } from '../../state/console-context.tsx';
import { activeUidOf, interfaceStore } from '../../state/interface-state.ts';
import { isClaiming, isOwnClaim } from '../../state/own-claims.ts';
import { DEFAULT_SORT, NO_CONDITIONS, taskQuery } from '../../state/view.ts';
import { type Happening, NoticeWatch, type WorkGlance } from './notice-watch.ts';

/** Dates pass without anybody telling. */
const GLANCE_MS = 10_000;

/** Has the system say what happened to the operator's work while they looked elsewhere. From what is kept here, and nothing else. */
export function useNotices(): void {
  const handles = useConsole();
  useEffect(() => {
    const { bridge, data } = handles;
    const watch = new NoticeWatch();
    const mine = data.tasks.query(taskQuery({ kind: 'mine' }, NO_CONDITIONS, DEFAULT_SORT));
    const look = () => {
      if (data.syncState.getSnapshot().mode === 'starting') return;
      for (const happening of watch.look(glanceAt(handles, mine.getSnapshot()))) {
        const notice = noticeOf(happening);
        if (notice) void bridge.call('desk.notify', notice);
      }
    };
    const endings = [mine.subscribe(look), data.inbox.subscribe(look), data.syncState.subscribe(look)];
    const timer = setInterval(look, GLANCE_MS);
    look();
    return () => {
      clearInterval(timer);
      for (const end of endings) end();
    };
  }, [handles]);
}

function glanceAt({ data }: ConsoleHandles, uids: readonly string[]): WorkGlance {
  const leased = new Set(
    data.workspace
      .getSnapshot()
      .leases.filter(({ user_uid }) => user_uid === data.workspace.getSnapshot().user.id)
      .flatMap(({ task_uids }) => task_uids),
  );
  return {
    nowMs: Date.now(),
    isLive: data.syncState.getSnapshot().mode === 'live',
    isClaiming: isClaiming(),
    mine: uids.flatMap((uid) => data.tasks.entry(uid).getSnapshot() ?? []),
    inbox: data.inbox.getSnapshot(),
    isOwnClaim: (uid) => isOwnClaim(uid) || leased.has(uid),
  };
}

/** Null: not wanted, or all of it is on the screen already. */
function noticeOf(happening: Happening): DeskNotice | null {
  if (!interfaceStore.getState().notices.includes(happening.kind)) return null;
  if (happening.kind === 'rejected') {
    const items = happening.items.filter(({ taskUid }) => !isSeen(taskUid) && !isInboxSeen());
    const [first] = items;
    if (!first) return null;
    const title = items.length === 1 ? t('notice.rejected', { act: t(`act.${first.action}`) }) : tn('notice.rejected', items.length);
    return notice(title, bodyOf(first.title, items.length), { view: 'inbox', taskUid: null });
  }
  const entries = happening.entries.filter(({ task }) => !isSeen(task.uid));
  const [first] = entries;
  if (!first) return null;
  const title = entries.length === 1 ? titleOf(happening.kind, first) : tn(`notice.${happening.kind}`, entries.length);
  const target = entries.length === 1 ? ({ view: 'task', taskUid: first.task.uid } as const) : ({ view: 'mine', taskUid: null } as const);
  return notice(title, bodyOf(first.title, entries.length), target);
}

function titleOf(kind: 'assigned' | 'due', { task }: TaskEntry): string {
  return kind === 'assigned' ? t('notice.assigned') : t('notice.due', { when: formatRelative(epochMs(task.due_at ?? ''), Date.now()) });
}

function bodyOf(title: string, count: number): string {
  return count === 1 ? title : t('notice.first', { title });
}

function notice(title: string, body: string, target: DeskNotice['target']): DeskNotice {
  return { title: title.slice(0, 300), body: body.slice(0, 300), target };
}

function isSeen(taskUid: string): boolean {
  const state = interfaceStore.getState();
  return document.hasFocus() && state.view.kind === 'tasks' && state.paneOpen && activeUidOf(state) === taskUid;
}

function isInboxSeen(): boolean {
  return document.hasFocus() && interfaceStore.getState().view.kind === 'inbox';
}
