import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { ConsoleData } from '../data/console-data.ts';
import { t, tn } from '../i18n/translate.ts';
import { interfaceStore, pushUndo } from '../state/interface-state.ts';
import { deselect } from '../state/selection.ts';
import { type BulkPlan, type BulkResult, type BulkWatch, runBulk } from './bulk.ts';
import { notify } from './notify.ts';

/** Does to many tasks what was planned, and says what became of it. */
export async function performPlanned(data: ConsoleData, plan: BulkPlan, payload: JsonObject, watch: BulkWatch): Promise<BulkResult> {
  const { view } = interfaceStore.getState();
  const { act, possible, impossible } = plan;
  const result = await runBulk(data, plan, payload, watch);
  const { opIds, doneCount } = result;
  const [first] = possible;
  if (opIds.length > 0 && first) {
    pushUndo({ opIds, done: `done.${act}`, taskUid: first.task.uid, view });
    notify({ text: t(`done.${act}`), detail: tn('list.count', doneCount), undoOpIds: opIds });
  }
  deselect([...possible.map(({ task }) => task.uid), ...impossible.map(({ uid }) => uid)]);
  return result;
}
