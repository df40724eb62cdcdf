import { createStore, useStore } from 'zustand';
import { useInterface } from './interface-state.ts';
import { type View, viewKey } from './view.ts';

/** How one list shows its tasks. */
export interface ColumnLayout {
  /** Paths, in order. */
  columns: readonly string[];
  /** Pixels by path, where somebody chose them. */
  widths: Readonly<Record<string, number>>;
}

export const DEFAULT_COLUMNS: readonly string[] = ['status', 'title', 'assignee_uid', 'priority', 'due_at'];
export const NARROWEST_PX = 56;
const WIDEST_PX = 1_200;

const DEFAULT_LAYOUT: ColumnLayout = { columns: DEFAULT_COLUMNS, widths: {} };

type Layouts = Readonly<Record<string, ColumnLayout>>;

/** By `viewKey`, of the account that is signed in. */
const layoutStore = createStore<Layouts>(() => ({}));

export function useColumnLayout(): ColumnLayout {
  const key = useInterface(({ view }) => viewKey(view));
  return useStore(layoutStore, (layouts) => layouts[key] ?? DEFAULT_LAYOUT);
}

export function columnLayoutOf(view: View): ColumnLayout {
  return layoutStore.getState()[viewKey(view)] ?? DEFAULT_LAYOUT;
}

export function changeColumnLayout(view: View, change: Partial<ColumnLayout>): void {
  layoutStore.setState({ [viewKey(view)]: { ...columnLayoutOf(view), ...change } });
}

/** Null: as wide as it comes. */
export function setColumnWidth(view: View, path: string, widthPx: number | null): void {
  const { [path]: _before, ...others } = columnLayoutOf(view).widths;
  const kept = widthPx === null ? null : Math.round(Math.min(WIDEST_PX, Math.max(NARROWEST_PX, widthPx)));
  changeColumnLayout(view, { widths: kept === null ? others : { ...others, [path]: kept } });
}

/** Takes up what this account chose, and keeps it from now on. Gives back its end. */
export function connectColumnLayouts(accountKey: string, storage: Pick<Storage, 'getItem' | 'setItem'>): () => void {
  const name = `docket.columns.${accountKey}`;
  layoutStore.setState(readLayouts(storage.getItem(name)), true);
  return layoutStore.subscribe((layouts) => storage.setItem(name, JSON.stringify(layouts)));
}

/** Whatever cannot be read is as by default. */
function readLayouts(text: string | null): Layouts {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).flatMap(([key, layout]) => (isLayout(layout) ? [[key, layout] as const] : [])));
  } catch {
    return {};
  }
}

function isLayout(value: unknown): value is ColumnLayout {
  if (typeof value !== 'object' || value === null || !('columns' in value) || !('widths' in value)) return false;
  const { columns, widths } = value;
  const hasColumns = Array.isArray(columns) && columns.includes('title') && columns.every((path) => typeof path === 'string');
  const isRecord = typeof widths === 'object' && widths !== null;
  return hasColumns && isRecord && Object.values(widths).every((width) => typeof width === 'number' && width >= NARROWEST_PX);
}
