import { useEffect, useMemo, useState } from 'react';
import { QUEUE_ENDPOINTS } from '../../../../src-shared/http/queue-endpoints.ts';
import { RoutingPreview } from '../../../../src-shared/queue/routing-preview.ts';
import type { Queue } from '../../../../src-shared/schema/queue.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { type Action, useAction } from '../../../state/use-action.ts';
import { useStore } from '../../../state/use-store.ts';
import { previewLocally } from './preview-locally.ts';
import { moveId, orderChanges } from './queue-order.ts';

export interface QueueOrder {
  /** In the order as it would be. */
  queues: readonly Queue[];
  isChanged: boolean;
  /** Open tasks that would change their queue; null: not counted yet. */
  moving: number | null;
  saving: Action;
  /** Gives back the place, from 0, that it has then. */
  move: (id: string, step: number) => number;
  moveTo: (id: string, place: number) => void;
  save: () => Promise<void>;
  discard: () => void;
}

/** The order of the queues, as somebody arranges it before it is saved. */
export function useQueueOrder(onSaved: () => void): QueueOrder {
  const { server, data } = useConsole();
  const { allQueues } = useStore(data.workspace);
  const [staged, setStaged] = useState<readonly string[] | null>(null);
  const saving = useAction();
  const ids = useMemo(() => arranged(allQueues, staged), [allQueues, staged]);
  const queues = useMemo(() => ids.flatMap((id) => allQueues.find((queue) => queue.id === id) ?? []), [ids, allQueues]);
  const changes = useMemo(() => orderChanges(allQueues, ids), [allQueues, ids]);
  const moving = useMoving(allQueues, changes);

  const moveTo = (id: string, place: number) => setStaged(moveId(ids, id, place));
  return {
    queues,
    isChanged: changes.length > 0,
    moving,
    saving,
    moveTo,
    move: (id, step) => {
      const place = Math.max(0, Math.min(ids.length - 1, ids.indexOf(id) + step));
      moveTo(id, place);
      return place;
    },
    save: async () => {
      for (const { id, priority } of changes) {
        const expected = { priority: allQueues.find((queue) => queue.id === id)?.priority ?? priority };
        const body = { priority, expected };
        if (!(await saving.run(() => server.call(QUEUE_ENDPOINTS['queues.change'], { parameters: { id }, body })))) return;
      }
      onSaved();
    },
    discard: () => setStaged(null),
  };
}

/** Queues that were made meanwhile come where they are tried; those that are gone are left out. */
function arranged(queues: readonly Queue[], staged: readonly string[] | null): readonly string[] {
  const known = queues.map(({ id }) => id);
  if (!staged) return known;
  return known.reduce<readonly string[]>(
    (ids, id, place) => (ids.includes(id) ? ids : moveId(ids, id, place)),
    staged.filter((id) => known.includes(id)),
  );
}

function useMoving(queues: readonly Queue[], changes: ReturnType<typeof orderChanges>): number | null {
  const { data } = useConsole();
  const [moving, setMoving] = useState<number | null>(null);
  useEffect(() => {
    setMoving(null);
    const priorities = new Map(changes.map(({ id, priority }) => [id, priority]));
    const reordered = queues.map((queue) => ({ ...queue, priority: priorities.get(queue.id) ?? queue.priority }));
    const [first] = reordered.filter(({ id }) => priorities.has(id));
    if (!first) return;
    const ending = new AbortController();
    // The condition stays: what counts is the order of all.
    const preview = new RoutingPreview(reordered, { id: first.id, condition: first.condition });
    void previewLocally({ entries: data.tasks.entries(), queues, preview, signal: ending.signal }).then((found) => {
      if (found && !ending.signal.aborted) setMoving(found.moving);
    });
    return () => ending.abort();
  }, [data, queues, changes]);
  return moving;
}
