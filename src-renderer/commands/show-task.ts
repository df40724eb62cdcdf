import type { ConsoleData } from '../data/console-data.ts';
import { goTo, interfaceStore, openOverlay, setActiveUid, setConditions } from '../state/interface-state.ts';
import { playedUid, stopPlaying } from '../state/player.ts';
import { focusListOnceDrawn } from './focus-once-drawn.ts';
import { surfaces } from './surfaces.ts';

/** Goes to a task that is in the replica, and does nothing to it: where the list has it, else in its queue, else among all. */
export function showTask(data: ConsoleData, taskUid: string): void {
  const task = data.tasks.entry(taskUid).getSnapshot()?.task;
  if (!task) return;
  openOverlay(null);
  if (playedUid() !== null && playedUid() !== taskUid) stopPlaying();
  const { view } = interfaceStore.getState();
  const isListed = view.kind === 'tasks' && surfaces.list?.uids().includes(taskUid) === true;
  if (isListed) {
    // To stay is a choice too, which the first view of a start heeds.
    goTo({ ...view });
  } else {
    const isQueueKnown = data.workspace.getSnapshot().queues.some(({ queue }) => queue.id === task.queue_uid);
    const queueUid = isQueueKnown && task.status !== 'DONE' ? task.queue_uid : null;
    goTo({ kind: 'tasks', scope: queueUid === null ? { kind: 'all' } : { kind: 'queue', queueUid } });
    // The same view may have been narrowed so that the task was not in it.
    setConditions({ statuses: task.status === 'DONE' ? ['DONE'] : null, text: '', filters: [] });
  }
  setActiveUid(taskUid);
  interfaceStore.setState({ paneOpen: true });
  focusListOnceDrawn();
}
