import { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef } from 'react';
import { registerSurface } from '../../commands/surfaces.ts';
import type { TaskScope } from '../../data/console-data.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { followActive } from '../../state/follow-active.ts';
import { activeUidOf, interfaceStore, setActiveUid, sortOf, useInterface } from '../../state/interface-state.ts';
import { ROW_HEIGHT } from '../../state/preferences.ts';
import { useStore } from '../../state/use-store.ts';
import { taskQuery } from '../../state/view.ts';
import { ListEmpty } from './list-empty.tsx';
import { ListFooter } from './list-footer.tsx';
import { ListHeader } from './list-header.tsx';
import { indexNear, movedIndex } from './list-position.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { type PointerKeys, selectByPointer } from './select-by-pointer.ts';
import { SelectionBar } from './selection-bar.tsx';
import { TaskRow } from './task-row.tsx';
import { useListCount } from './use-list-count.ts';
import { useListScroll } from './use-list-scroll.ts';
import { useListTable } from './use-list-table.ts';
import { usePaintMark } from './use-paint-mark.ts';
import { viewTitle } from './view-title.ts';

/** The middle of the window: the tasks of a queue or a view, with the keyboard on one of them. */
export function TaskList({ scope, taskHasFocus }: { scope: TaskScope; taskHasFocus: () => boolean }) {
  const { data } = useConsole();
  const workspace = useStore(data.workspace);
  const conditions = useInterface((state) => state.conditions);
  const sort = useInterface(sortOf);
  const density = useInterface((state) => state.density);
  const query = useMemo(() => taskQuery(scope, conditions, sort), [scope, conditions, sort]);
  const ids = useStore(useMemo(() => data.tasks.query(query), [data, query]));
  const count = useListCount(query, ids);
  const isWhole = useStore(data.tasks.known) === 'everything';
  const activeUid = useInterface(activeUidOf);
  const activeIndex = useIndexOf(ids, activeUid);
  useFollowing({ ids, activeUid, activeIndex, taskHasFocus });

  const grid = useRef<HTMLTableElement>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  const gridId = useId();
  const rowHeightPx = ROW_HEIGHT[density];
  const { table, columns, template } = useListTable(grid);
  const queryKey = useMemo(() => JSON.stringify(query), [query]);
  const scroll = useListScroll({ scroller: grid, ids, queryKey, activeUid, activeIndex, rowHeightPx });
  const { totalPx, rows, reveal } = scroll.rows;
  usePaintMark(rows.length > 0);

  const move = useCallback(
    (toIndex: number) => {
      const uid = ids[toIndex];
      grid.current?.focus({ preventScroll: true });
      if (uid === undefined) return;
      setActiveUid(uid);
      reveal(toIndex);
    },
    [ids, reveal],
  );

  const drawn = useRef(ids);
  useLayoutEffect(() => {
    drawn.current = ids;
  }, [ids]);

  /** Asked for while the end was not known yet. */
  const wantsEnd = useRef(false);
  useEffect(() => {
    const pageRows = () => Math.max(1, Math.floor((grid.current?.clientHeight ?? 0) / rowHeightPx) - 2);
    return registerSurface('list', {
      uids: () => ids,
      move: (rows) => move(movedIndex(activeIndex, rows, ids.length)),
      moveToEnd: (end) => {
        wantsEnd.current = end === 'last' && !isWhole;
        if (!wantsEnd.current) move(end === 'first' ? 0 : ids.length - 1);
      },
      movePage: (direction) => move(movedIndex(activeIndex, direction * pageRows(), ids.length)),
      focus: () => {
        grid.current?.focus({ preventScroll: true });
        // An address may have chosen a row since this was registered.
        const index = indexNear(drawn.current, activeUidOf(interfaceStore.getState()), activeIndex);
        if (index >= 0) reveal(index);
        else if (drawn.current.length > 0) setActiveUid(followActive(drawn.current, drawn.current, null));
      },
      focusFilter: () => filterInput.current?.select(),
    });
  }, [move, ids, activeIndex, rowHeightPx, reveal, isWhole]);
  useEffect(() => {
    if (!isWhole || !wantsEnd.current) return;
    wantsEnd.current = false;
    move(ids.length - 1);
  }, [move, ids, isWhole]);

  const leaveFilter = useCallback(() => grid.current?.focus(), []);
  const open = useCallback((uid: string) => {
    setActiveUid(uid);
    interfaceStore.setState({ paneOpen: true });
  }, []);
  const activate = useCallback((uid: string, keys: PointerKeys) => selectByPointer(ids, uid, keys), [ids]);
  const savedId = useInterface(({ view }) => (view.kind === 'tasks' ? view.savedId : undefined));
  const title = viewTitle(scope, savedId, workspace);
  // One tab stop: the grid has the focus, and names the row that the keys are on.
  const gridRole = {
    role: 'grid',
    tabIndex: 0,
    'aria-label': t('list.label', { name: title }),
    'aria-rowcount': count === null ? -1 : count + 1,
    'aria-colcount': columns.length,
    'aria-multiselectable': true,
    'aria-activedescendant': activeIndex >= 0 ? `${gridId}-${activeUid}` : undefined,
  };

  return (
    <section aria-label={title} className="flex h-full min-w-0 flex-col bg-surface">
      <ListToolbar title={title} count={count} filterInput={filterInput} onLeaveFilter={leaveFilter} />
      <div className="relative flex min-h-0 flex-1">
        {/* The grid stays where it is when it is empty: the keyboard keeps its place. */}
        <table
          ref={grid}
          id={gridId}
          {...gridRole}
          data-count={count ?? undefined}
          style={{ '--columns': template }}
          className="group/grid grid min-w-0 flex-1 grid-cols-[minmax(min-content,1fr)] content-start overflow-auto outline-none"
        >
          <ListHeader table={table} columns={columns} />
          <tbody className="relative block" style={{ height: totalPx }}>
            {rows.map(({ index, slot }) => {
              const uid = ids[index];
              return uid === undefined ? null : (
                <TaskRow
                  key={slot}
                  id={`${gridId}-${uid}`}
                  taskUid={uid}
                  index={index}
                  topPx={index * rowHeightPx}
                  active={uid === activeUid}
                  columns={columns}
                  user={workspace.user}
                  people={workspace.people}
                  onActivate={activate}
                  onOpen={open}
                />
              );
            })}
          </tbody>
        </table>
        {ids.length === 0 ? (
          <div className="absolute inset-x-0 top-7 bottom-0">
            <ListEmpty scope={scope} title={title} />
          </div>
        ) : null}
      </div>
      <SelectionBar />
      <ListFooter index={activeIndex} count={count} aboveCount={scroll.aboveCount} onGoAbove={scroll.scrollToTop} />
    </section>
  );
}

interface Following {
  ids: readonly string[];
  activeUid: string | null;
  activeIndex: number;
  taskHasFocus: () => boolean;
}

/** The row that the keyboard is on changes by itself only when its task left, and not while the task is worked on beside. */
function useFollowing({ ids, activeUid, activeIndex, taskHasFocus }: Following): void {
  const before = useRef(ids);
  useLayoutEffect(() => {
    const previous = before.current;
    before.current = ids;
    if (activeIndex >= 0 || (activeUid !== null && taskHasFocus())) return;
    const next = followActive(previous, ids, activeUid);
    if (next !== activeUid) setActiveUid(next);
  }, [ids, activeUid, activeIndex, taskHasFocus]);
}

/** A key moves by few rows: those around are looked at before 100,000 ids are. */
function useIndexOf(ids: readonly string[], uid: string | null): number {
  const last = useRef(-1);
  const index = useMemo(() => indexNear(ids, uid, last.current), [ids, uid]);
  useLayoutEffect(() => {
    last.current = index;
  }, [index]);
  return index;
}
