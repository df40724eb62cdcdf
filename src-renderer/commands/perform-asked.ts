import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { ConsoleData, TaskAct } from '../data/console-data.ts';
import { interfaceStore } from '../state/interface-state.ts';
import { performAny } from './bulk.ts';
import { commandById } from './catalogue.ts';
import { tellOutcome } from './run-command.ts';

/** Does to one task what a dialog has asked for, and says what became of it. */
export async function performAsked(data: ConsoleData, taskUid: string, act: TaskAct, payload: JsonObject): Promise<void> {
  const { view } = interfaceStore.getState();
  const title = data.tasks.entry(taskUid).getSnapshot()?.title ?? null;
  const outcome = await performAny(data, taskUid, act, payload);
  tellOutcome(commandById(`task.${act}`), { taskUid, outcome }, { view, title });
}
