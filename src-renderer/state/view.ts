import type { TaskStatus } from '../../src-shared/schema/task.ts';
import type { TaskFilter, TaskPath, TaskQuery, TaskScope } from '../data/console-data.ts';
import { OPENING_SORT } from '../data/opening-page.ts';
import type { SettingsPanelId } from './settings-panels.ts';

/** What the middle of the window shows. */
/** `savedId`: the saved view that it is. */
export type View =
  | { kind: 'tasks'; scope: TaskScope; savedId?: string }
  | { kind: 'inbox' }
  | { kind: 'insights' }
  | { kind: 'settings'; panel: SettingsPanelId };

export interface Sort {
  path: TaskPath;
  direction: 'asc' | 'desc';
}

export const DEFAULT_SORT: Sort = OPENING_SORT;

/** One name per view, for keeping what belongs to it: its sort order, its position. */
export function viewKey(view: View): string {
  if (view.kind === 'inbox' || view.kind === 'insights') return view.kind;
  if (view.kind === 'settings') return `settings:${view.panel}`;
  if (view.savedId !== undefined) return `view:${view.savedId}`;
  return view.scope.kind === 'queue' ? `queue:${view.scope.queueUid}` : view.scope.kind;
}

export interface ListConditions {
  statuses: readonly TaskStatus[] | null;
  text: string;
  filters: readonly TaskFilter[];
}

export const NO_CONDITIONS: ListConditions = { statuses: null, text: '', filters: [] };

export function hasConditions({ statuses, text, filters }: ListConditions): boolean {
  return statuses !== null || text !== '' || filters.length > 0;
}

/** What a list asks of the data. What waits to be sent is listed whatever its status: done work waits, too. */
export function taskQuery(scope: TaskScope, conditions: ListConditions, sort: Sort): TaskQuery {
  const statuses = conditions.statuses ?? (scope.kind === 'pending' ? ALL_STATUSES : null);
  return { scope, statuses, text: conditions.text.trim(), filters: conditions.filters, sort };
}

const ALL_STATUSES: readonly TaskStatus[] = ['TODO', 'ASSIGNED', 'STARTED', 'DONE'];

/** The filters with one value of a path switched on or off. */
export function toggleFilterValue(filters: readonly TaskFilter[], path: TaskPath, value: TaskFilter['values'][number]): TaskFilter[] {
  const current = filters.find((filter) => filter.path === path && filter.operator === 'is');
  if (!current) return [...filters, { path, operator: 'is', values: [value] }];
  const values = current.values.includes(value) ? current.values.filter((known) => known !== value) : [...current.values, value];
  return filters.flatMap((filter) => {
    if (filter !== current) return [filter];
    return values.length === 0 ? [] : [{ ...current, values }];
  });
}
