import { createStore, useStore } from 'zustand';
import type { Queue } from '../../src-shared/schema/queue.ts';
import type { QueueDraft } from './queue-draft.ts';

/** What the panel of queues shows. `from`: the queue that one comes back from. */
export type QueueTarget = { kind: 'list'; from?: string } | { kind: 'new' } | { kind: 'queue'; id: string };

/** What was typed and not saved; `base`: the queue that it began from, null for a new one. */
export interface KeptDraft {
  base: Queue | null;
  draft: QueueDraft;
}

interface QueueEditorState {
  target: QueueTarget;
  /** By `draftKey`. */
  kept: Readonly<Record<string, KeptDraft>>;
}

const store = createStore<QueueEditorState>(() => ({ target: { kind: 'list' }, kept: {} }));

/** No queue has this id. */
const NEW_KEY = '+new';
const STORAGE_KEY = 'docket.queue-drafts';

export function useQueueEditor<Value>(select: (state: QueueEditorState) => Value): Value {
  return useStore(store, select);
}

export function openQueueTarget(target: QueueTarget): void {
  store.setState({ target });
}

export function draftKey(queueId: string | null): string {
  return queueId ?? NEW_KEY;
}

/** Keeps what was typed; null: nothing is left to save. */
export function keepQueueDraft(key: string, kept: KeptDraft | null): void {
  store.setState(({ kept: { [key]: _previous, ...others } }) => ({ kept: kept ? { ...others, [key]: kept } : others }));
}

/** Takes up what an account typed and did not save, and keeps it from now on, over restarts too. Gives back its end. */
export function connectQueueDrafts(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, accountKey: string): () => void {
  const name = `${STORAGE_KEY}.${accountKey}`;
  store.setState({ kept: readKept(storage.getItem(name)) });
  return store.subscribe(({ kept }, before) => {
    if (kept === before.kept) return;
    if (Object.keys(kept).length === 0) storage.removeItem(name);
    else storage.setItem(name, JSON.stringify(kept));
  });
}

/** Whatever another version wrote and this one cannot use is left out. */
function readKept(text: string | null): QueueEditorState['kept'] {
  if (text === null) return {};
  try {
    const known: unknown = JSON.parse(text);
    return Object.fromEntries(Object.entries(known ?? {}).filter((entry): entry is [string, KeptDraft] => isKept(entry[1])));
  } catch {
    return {};
  }
}

function isKept(value: unknown): value is KeptDraft {
  const { base, draft } = { ...(value as Partial<KeptDraft> | null) };
  const isDraft = typeof draft === 'object' && draft !== null && typeof draft.name === 'string' && draft.condition?.kind === 'group';
  return isDraft && (base === null || typeof base === 'object') && Array.isArray(draft.skills) && typeof draft.priority === 'string';
}
