import type { NewView } from '../../src-shared/http/view-endpoints.ts';
import type { SavedView } from '../../src-shared/schema/saved-view.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { TaskFilter, TaskScope } from '../data/console-data.ts';
import { changeColumnLayout, columnLayoutOf } from './column-layouts.ts';
import { goTo, type InterfaceState, setConditions, setSort, sortOf } from './interface-state.ts';
import { type ListConditions, NO_CONDITIONS, type Sort, type View } from './view.ts';

/** What a console keeps of a view, so that it finds its list again just as it was. */
interface KeptList {
  scope: TaskScope;
  conditions: ListConditions;
  sort: Sort;
}

/** What is on the screen now, as a view to save; null where that is no list of tasks. */
export function viewToSave(state: InterfaceState, name: string, shared: boolean): NewView | null {
  const { view, conditions } = state;
  if (view.kind !== 'tasks') return null;
  const sort = sortOf(state);
  const kept: KeptList = { scope: view.scope, conditions, sort };
  return {
    name,
    shared,
    condition: conditionOf(view.scope, conditions),
    sorts: [{ field: sort.path, order: sort.direction }],
    columns: [...columnLayoutOf(view).columns],
    display: { list: kept as unknown as JsonObject },
  };
}

/** Shows the list that was saved. */
export function openSavedView(view: SavedView): void {
  const list = readKept(view);
  const shown: View = { kind: 'tasks', scope: list.scope, savedId: view.id };
  goTo(shown);
  setConditions(list.conditions);
  setSort(list.sort);
  if (view.columns.length > 0) changeColumnLayout(shown, { columns: view.columns });
}

/** Views of other clients have no list of ours: all open tasks, in their order. */
function readKept({ display, sorts }: SavedView): KeptList {
  const list = display.list as Partial<KeptList> | undefined;
  const [first] = sorts;
  return {
    scope: list?.scope ?? { kind: 'all' },
    conditions: list?.conditions ?? NO_CONDITIONS,
    sort: list?.sort ?? { path: (first?.field ?? 'due_at') as Sort['path'], direction: first?.order ?? 'asc' },
  };
}

/** In the language of queues, for those who ask the server. Words to search for have no place in it. */
function conditionOf(scope: TaskScope, { statuses, filters }: ListConditions): JsonObject {
  const rules: JsonObject[] = [{ field: 'status', operator: 'in', value: [...(statuses ?? ['TODO', 'ASSIGNED', 'STARTED'])] }];
  if (scope.kind === 'queue') rules.push({ field: 'queue_uid', operator: '=', value: scope.queueUid });
  return { combinator: 'and', rules: [...rules, ...filters.map(ruleOf)] };
}

function ruleOf({ path, operator, values }: TaskFilter): JsonObject {
  if (operator !== 'contains') return { field: path, operator: operator === 'is' ? 'in' : 'notIn', value: [...values] };
  return { combinator: 'or', rules: values.map((value) => ({ field: path, operator: 'contains', value })) };
}
