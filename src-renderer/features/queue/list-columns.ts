import type { JsonValue } from '../../../src-shared/schema/task.ts';
import type { TaskPath } from '../../data/console-data.ts';
import { t } from '../../i18n/translate.ts';

export interface ListColumn {
  /** `title`, another attribute of the task, or `fields.NAME`. */
  path: string;
  label: string;
  /** A CSS grid track. */
  track: string;
  /** Pixels to start from when it is resized. */
  sizePx: number;
  alignEnd: boolean;
  /** Says also who has the task, in place of a column of its own. */
  withAssignee?: boolean;
}

/** Attributes of a task that can be named to people. */
const ATTRIBUTES = [
  'status',
  'title',
  'assignee_uid',
  'due_at',
  'priority',
  'created_at',
  'updated_at',
  'uid',
  'queue_uid',
  'skills',
  'started_at',
  'done_at',
  'status_at',
  'snooze_expires_at',
  'version',
] as const;

const TRACKS: Readonly<Record<string, { track: string; sizePx: number }>> = {
  // “Zugewiesen” fits.
  status: { track: '116px', sizePx: 116 },
  title: { track: 'minmax(136px, 1fr)', sizePx: 320 },
  assignee_uid: { track: 'minmax(64px, 132px)', sizePx: 132 },
  priority: { track: '60px', sizePx: 60 },
  due_at: { track: '116px', sizePx: 116 },
  created_at: { track: '96px', sizePx: 96 },
  updated_at: { track: '96px', sizePx: 96 },
  uid: { track: '120px', sizePx: 120 },
};

/** What the Display menu offers besides fields. */
export const ATTRIBUTE_COLUMNS: readonly string[] = [
  'status',
  'title',
  'assignee_uid',
  'priority',
  'due_at',
  'created_at',
  'updated_at',
  'uid',
];

export function listColumn(path: string): ListColumn {
  const { track, sizePx } = TRACKS[path] ?? { track: 'minmax(80px, 120px)', sizePx: 120 };
  return { path, label: columnLabel(path), track, sizePx, alignEnd: path === 'priority' };
}

export function columnLabel(path: string): string {
  const name = ATTRIBUTES.find((known) => known === path);
  if (name) return t(`column.${name}`);
  return path.startsWith('fields.') ? path.slice('fields.'.length) : path;
}

/** A title of less says too little beside others that begin alike. */
const TITLE_PX = 220;
const INSET_PX = 16;

/** How wide a list has to be for its title to have room beside all other columns. */
export function roomyPx(columns: readonly ListColumn[], widths: Readonly<Record<string, number>>): number {
  const others = columns.filter(({ path }) => path !== 'title').map(({ path, sizePx }) => widths[path] ?? sizePx);
  return others.reduce((sum, widthPx) => sum + widthPx, INSET_PX + TITLE_PX);
}

/** Where the list is narrow, the status says who has a task; a column that somebody sized, or sorts by, stays. */
export function joinAssignee(columns: readonly ListColumn[], kept: ReadonlySet<string>): readonly ListColumn[] {
  const paths = columns.map(({ path }) => path);
  if (kept.has('assignee_uid') || !paths.includes('assignee_uid') || !paths.includes('status')) return columns;
  return columns
    .filter(({ path }) => path !== 'assignee_uid')
    .map((column) => (column.path === 'status' ? { ...column, withAssignee: true } : column));
}

/** The path that a column is sorted by: the title is an ordinary field. */
export function sortPath(path: string): TaskPath {
  return path === 'title' ? 'fields.title' : (path as TaskPath);
}

export function columnOfSort(path: TaskPath): string {
  return path === 'fields.title' ? 'title' : path;
}

/** The columns with one more or less; the order is attributes first, fields as they were added. */
export function toggleColumn(columns: readonly string[], path: string, shown: boolean): readonly string[] {
  if (!shown) return columns.filter((known) => known !== path);
  if (columns.includes(path)) return columns;
  const place = ATTRIBUTE_COLUMNS.indexOf(path);
  if (place === -1) return [...columns.slice(0, 2), path, ...columns.slice(2)];
  const after = columns.findIndex((known) => ATTRIBUTE_COLUMNS.indexOf(known) > place);
  return after === -1 ? [...columns, path] : [...columns.slice(0, after), path, ...columns.slice(after)];
}

/** The columns with one of them so many places further on; none leaves the list. */
export function moveColumn(columns: readonly string[], path: string, places: number): readonly string[] {
  const from = columns.indexOf(path);
  if (from === -1) return columns;
  const others = columns.filter((known) => known !== path);
  const to = Math.max(0, Math.min(others.length, from + places));
  return [...others.slice(0, to), path, ...others.slice(to)];
}

/** A JSON value on one line. */
export function valueText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object')) return value.map(valueText).join(', ');
  return JSON.stringify(value);
}
