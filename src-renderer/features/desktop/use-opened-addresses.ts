import { useEffect } from 'react';
import { TASK_ENDPOINTS } from '../../../src-shared/http/task-endpoints.ts';
import type { OpenedAddress } from '../../../src-shared/ipc/desktop-contract.ts';
import { showTask } from '../../commands/show-task.ts';
import type { ConsoleData, SyncMode } from '../../data/console-data.ts';
import { t } from '../../i18n/translate.ts';
import { type ConsoleHandles, useConsole } from '../../state/console-context.tsx';
import { raiseAlert } from '../../state/interface-state.ts';

/** Goes to the task of a `docket://task/ID` address, opened before this account was there or since. Never does anything to it. */
export function useOpenedAddresses(): void {
  const handles = useConsole();
  useEffect(() => followAddresses(handles), [handles]);
}

/** Taken, and not at its end yet: a console that is opened anew, or signed in again, goes on with it. */
let waiting: OpenedAddress | null = null;

/** Gives back its end. */
export function followAddresses(handles: ConsoleHandles): () => void {
  const ending = new AbortController();
  let before = new AbortController();
  const look = async () => {
    waiting = (await handles.bridge.call('address.take', null)) ?? waiting;
    if (ending.signal.aborted || !waiting) return;
    // Who opened another one since does not want to be led away from it.
    before.abort();
    before = new AbortController();
    const ended = AbortSignal.any([ending.signal, before.signal]);
    await openAddress(handles, waiting, ended);
    if (!ended.aborted) waiting = null;
  };
  const off = handles.bridge.on('address.arrived', () => void look());
  void look();
  return () => {
    ending.abort();
    off();
  };
}

async function openAddress(handles: ConsoleHandles, { taskId }: OpenedAddress, ended: AbortSignal): Promise<void> {
  if (taskId === null) {
    raiseAlert({ title: t('address.unreadable.title'), text: t('address.unreadable.text') });
    return;
  }
  const isHere = await arrives(handles.data, taskId, ended);
  if (ended.aborted) return;
  if (isHere) {
    showTask(handles.data, taskId);
    return;
  }
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
