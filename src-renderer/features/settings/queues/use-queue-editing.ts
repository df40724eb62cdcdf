import { useEffect, useMemo, useRef, useState } from 'react';
import type { Queue } from '../../../../src-shared/schema/queue.ts';
import { useConsole } from '../../../state/console-context.tsx';
import {
  type ChangeableKey,
  changedKeys,
  draftOfMade,
  draftOfQueue,
  newQueueDraft,
  newQueueOf,
  type QueueDraft,
  rebaseDraft,
  takeKeys,
} from '../../../state/queue-draft.ts';
import { type KeptDraft, keepQueueDraft, useQueueEditor } from '../../../state/queue-editor.ts';
import { draftKey } from '../../../state/stored-drafts.ts';
import { useStore } from '../../../state/use-store.ts';

export interface QueueEditing extends KeptDraft {
  isDirty: boolean;
  /** Somebody deleted it while it was on the screen. */
  isGone: boolean;
  /** What somebody else saved to the same attributes; null: nothing. */
  conflict: { theirs: Queue; keys: readonly ChangeableKey[] } | null;
  /** What was taken in of somebody else's. */
  taken: readonly ChangeableKey[];
  change: (make: (draft: QueueDraft) => QueueDraft) => void;
  resolve: (choice: 'take' | 'keep') => void;
  /** The server has it now. */
  settle: (saved: Queue) => void;
  discard: () => void;
}

/** One queue while it is edited, in step with what others save; null: there is no such queue. */
export function useQueueEditing(queueId: string | null): QueueEditing | null {
  const { data } = useConsole();
  const { allQueues } = useStore(data.workspace);
  const current = allQueues.find(({ id }) => id === queueId);
  const keptDraft = useQueueEditor((state) => state.kept[draftKey(queueId)]);
  const [editing, setEditing] = useState<KeptDraft | null>(() => keptDraft ?? freshDraft(queueId, current));
  // What was new until it was saved here is kept by its own id from then on.
  const key = draftKey(editing?.base?.id ?? queueId);
  const [taken, setTaken] = useState<readonly ChangeableKey[]>([]);
  const wasThere = useRef(false);
  if (current) wasThere.current = true;
  const beforeSave = useRef<Queue | null>(null);

  // What was saved here comes back with the workspace, and until then the one from before does.
  const isOld = current !== undefined && current === beforeSave.current;
  const rebased = useMemo(
    () => (editing?.base && current && !isOld ? rebaseDraft(editing.base, editing.draft, current) : null),
    [editing, current, isOld],
  );
  const hasConflict = rebased !== null && rebased.conflicts.length > 0;
  useEffect(() => {
    if (!rebased || rebased.conflicts.length > 0 || rebased.base === editing?.base) return;
    if (editing && rebased.draft !== editing.draft) setTaken(changedKeys(rebased.base, editing.draft));
    setEditing({ base: rebased.base, draft: rebased.draft });
  }, [rebased, editing]);
  useEffect(() => {
    if (!editing && current) setEditing(freshDraft(queueId, current));
  }, [editing, current, queueId]);

  const isDirty = editing !== null && isChanged(editing);
  useEffect(() => keepQueueDraft(key, isDirty ? editing : null), [key, isDirty, editing]);

  if (!editing) return null;
  return {
    ...editing,
    isDirty,
    isGone: wasThere.current && !current && queueId !== null,
    conflict: hasConflict && current ? { theirs: current, keys: rebased.conflicts } : null,
    taken,
    change: (make) => setEditing((before) => before && { ...before, draft: make(before.draft) }),
    resolve: (choice) => {
      if (!rebased || !current) return;
      const draft = choice === 'take' ? takeKeys(rebased.draft, current, rebased.conflicts) : rebased.draft;
      setEditing({ base: current, draft });
    },
    settle: (saved) => {
      beforeSave.current = current ?? null;
      setTaken([]);
      setEditing((before) => before && { base: saved, draft: before.base ? before.draft : draftOfMade(before.draft, saved) });
    },
    discard: () => setEditing(freshDraft(queueId, current ?? editing.base ?? undefined)),
  };
}

function freshDraft(queueId: string | null, current: Queue | undefined): KeptDraft | null {
  if (queueId === null) return { base: null, draft: newQueueDraft() };
  return current ? { base: current, draft: draftOfQueue(current) } : null;
}

function isChanged({ base, draft }: KeptDraft): boolean {
  if (draft.source !== null) return true;
  if (base) return changedKeys(base, draft).length > 0 || draft.priority.trim() !== String(base.priority);
  return JSON.stringify(newQueueOf(draft)) !== JSON.stringify(newQueueOf(newQueueDraft())) || draft.priority !== '';
}
