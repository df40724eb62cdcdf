import { type RefObject, useEffect, useRef } from 'react';

export interface RowMoves {
  /** Alt and an arrow on a row. */
  onStep: (id: string, step: 1 | -1) => void;
  /** Dropped on another row. */
  onDrop: (id: string, target: string) => void;
}

const DRAG_TYPE = 'application/x-docket-queue';

/** Rows (`[data-row]`) below `root` are moved by Alt and an arrow, or dragged by what is draggable in them. */
export function useRowMoves(root: RefObject<HTMLElement | null>, moves: RowMoves): void {
  const latest = useRef(moves);
  useEffect(() => {
    latest.current = moves;
  });
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const ending = new AbortController();
    const { signal } = ending;
    element.addEventListener('keydown', (event) => takeKey(event, latest.current), { signal });
    element.addEventListener('dragstart', startDrag, { signal });
    element.addEventListener('dragover', allowDrop, { signal });
    element.addEventListener('drop', (event) => takeDrop(event, latest.current), { signal });
    return () => ending.abort();
  }, [root]);
}

function takeKey(event: KeyboardEvent, { onStep }: RowMoves): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
  const id = rowAt(event.target);
  if (!event.altKey || step === null || id === null) return;
  event.preventDefault();
  onStep(id, step);
}

function startDrag(event: DragEvent): void {
  const id = rowAt(event.target);
  if (id !== null) event.dataTransfer?.setData(DRAG_TYPE, id);
}

function allowDrop(event: DragEvent): void {
  if (event.dataTransfer?.types.includes(DRAG_TYPE)) event.preventDefault();
}

function takeDrop(event: DragEvent, { onDrop }: RowMoves): void {
  const id = event.dataTransfer?.getData(DRAG_TYPE) ?? '';
  const target = rowAt(event.target);
  if (id === '' || target === null) return;
  event.preventDefault();
  onDrop(id, target);
}

function rowAt(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest<HTMLElement>('[data-row]')?.dataset.row ?? null) : null;
}
