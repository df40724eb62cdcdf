import type { JsonObject, TaskStatus } from '../../src-shared/schema/task.ts';
import type { TaskAction } from '../../src-shared/task/action.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow } from '../tasks/task-row.ts';
import { BACK_OFFICE_ACTOR, type Engine } from './engine-fixture.ts';

export type SourceChange = 'create' | 'field' | 'move' | 'status' | 'release' | 'delete';

const STATUSES: readonly TaskStatus[] = ['TODO', 'ASSIGNED', 'STARTED', 'DONE'];

/** For trials: the back office changes a task, or makes it where it is not. `counter` makes what it writes its own. */
export async function writeAsSource(engine: Engine, uid: string, change: SourceChange, value: number, counter: number): Promise<void> {
  const stored = await engine.database.read((sql) => sql.get<TaskRow>(`SELECT ${TASK_COLUMNS} FROM tasks WHERE uid = ?`, [uid]));
  const exists = stored !== undefined && !storedTaskOf(stored).deleted;
  const queue = [...engine.queues.queues.map(({ id }) => id), 'none'][value % 4] ?? 'none';
  await engine.write(uid, actionOf(uid, exists ? change : 'create', value, queue, counter), { actor: BACK_OFFICE_ACTOR });
}

function actionOf(uid: string, change: SourceChange, value: number, queue: string, counter: number): TaskAction {
  const fields = (content: JsonObject) => ({ fields: { mode: 'merge' as const, value: content } });
  const status = STATUSES[value % STATUSES.length] ?? 'TODO';
  switch (change) {
    case 'create':
      return { type: 'create', uid, patch: fields({ queue, made: counter }) };
    case 'field':
      return { type: 'upsert', patch: fields({ counter }) };
    case 'move':
      return { type: 'upsert', patch: fields({ queue }) };
    case 'status':
      return { type: 'upsert', patch: { status, assigneeUid: status === 'TODO' ? null : (['ann', 'bob'][value % 2] ?? 'ann') } };
    case 'release':
      return { type: 'unassign' };
    case 'delete':
      return { type: 'delete' };
  }
}
