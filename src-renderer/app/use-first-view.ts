import { useEffect, useLayoutEffect, useRef } from 'react';
import { focusListOnceDrawn } from '../commands/focus-once-drawn.ts';
import { openingScope } from '../data/opening-page.ts';
import { useConsole } from '../state/console-context.tsx';
import { goTo, interfaceStore } from '../state/interface-state.ts';
import { useStore } from '../state/use-store.ts';

/**
 * Starts where there is work, as soon as the beginning of that list is known; unless somebody, or an address, went elsewhere
 * first. A replica that is replaced while somebody works is no start: they stay where they are.
 */
export function useFirstView(): void {
  const { data } = useConsole();
  const { mode } = useStore(data.syncState);
  const workspace = useStore(data.workspace);
  const chosen = useRef(false);
  // Before anything is painted: nobody has to see the way there.
  useLayoutEffect(() => {
    const { opening } = data.tasks;
    if (chosen.current || opening === null) return;
    chosen.current = true;
    if (!isAtStart()) return;
    goTo({ kind: 'tasks', scope: opening.scope });
    focusListOnceDrawn();
  }, [data]);
  useEffect(() => {
    if (chosen.current || mode === 'starting') return;
    if (mode === 'catching-up' && workspace.openCount === 0) return;
    chosen.current = true;
    if (!isAtStart()) return;
    goTo({ kind: 'tasks', scope: openingScope(workspace) });
    focusListOnceDrawn();
  }, [mode, workspace]);
}

/** To go to the same view is a choice too, and makes another object. */
function isAtStart(): boolean {
  return interfaceStore.getState().view === interfaceStore.getInitialState().view;
}
