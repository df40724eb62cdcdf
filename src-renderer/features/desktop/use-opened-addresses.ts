import { useEffect } from 'react';
import { TASK_ENDPOINTS } from '../../../src-shared/http/task-endpoints.ts';
import { showTask } from '../../commands/show-task.ts';
import type { ConsoleData, SyncMode } from '../../data/console-data.ts';
import { t } from '../../i18n/translate.ts';
import { type ConsoleHandles, useConsole } from '../../state/console-context.tsx';
import { raiseAlert } from '../../state/interface-state.ts';

/** Goes to the task of a `docket://task/ID` address, opened before this account was there or since. Never does anything to it. */
export function useOpenedAddresses(): void {
  const handles = useConsole();
  useEffect(() => {
    const ending = new AbortController();
    const look = () => void openAddress(handles, ending.signal);
    const off = handles.bridge.on('address.arrived', look);
    look();
    return () => {
      ending.abort();
      off();
    };
  }, [handles]);
}

async function openAddress(handles: ConsoleHandles, ended: AbortSignal): Promise<void> {
  const address = await handles.bridge.call('address.take', null);
  if (!address || ended.aborted) return;
  if (address.taskId === null) {
    raiseAlert({ title: t('address.unreadable.title'), text: t('address.unreadable.text') });
    return;
  }
  const { taskId } = address;
  if (await arrives(handles.data, taskId, ended)) {
    showTask(handles.data, taskId);
    return;
  }
  if (ended.aborted) return;
  const text = await whyNotHere(handles, taskId);
  if (!ended.aborted) raiseAlert({ title: t('address.unknown.title'), text });
}

const UNFINISHED: readonly SyncMode[] = ['starting', 'catching-up'];

/** Whether the task is in the replica, at the latest when that is read and has caught up. */
function arrives(data: ConsoleData, taskId: string, ended: AbortSignal): Promise<boolean> {
  const entry = data.tasks.entry(taskId);
  return new Promise((resolve) => {
    const finish = (isHere: boolean) => {
      for (const end of endings) end();
      resolve(isHere);
    };
    const look = () => {
      // Until all of the replica is read its overlay of pending changes may miss some of the task's.
      const { mode } = data.syncState.getSnapshot();
      if (mode !== 'starting' && entry.getSnapshot() !== null) finish(true);
      else if (!UNFINISHED.includes(mode)) finish(false);
    };
    const stop = () => finish(false);
    const endings = [entry.subscribe(look), data.syncState.subscribe(look), () => ended.removeEventListener('abort', stop)];
    ended.addEventListener('abort', stop);
    look();
  });
}

async function whyNotHere({ server }: ConsoleHandles, id: string): Promise<string> {
  const answer = await server.call(TASK_ENDPOINTS['tasks.get'], { parameters: { id } });
  if (answer.ok) return t('address.elsewhere.text', { id });
  return answer.kind === 'unreachable' || answer.kind === 'expired' ? t('address.offline.text', { id }) : t('address.unknown.text', { id });
}
