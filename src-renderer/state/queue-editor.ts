import { createStore, useStore } from 'zustand';
import type { Queue } from '../../src-shared/schema/queue.ts';
import type { QueueDraft } from './queue-draft.ts';
import { type DraftStorage, type Drafts, readDrafts, withDraft, writeDrafts } from './stored-drafts.ts';

/** What the panel of queues shows. `from`: the queue that one comes back from. */
export type QueueTarget = { kind: 'list'; from?: string } | { kind: 'new' } | { kind: 'queue'; id: string };

/** What was typed and not saved; `base`: the queue that it began from, null for a new one. */
export interface KeptDraft {
  base: Queue | null;
  draft: QueueDraft;
}

interface QueueEditorState {
  target: QueueTarget;
  /** Goes up with each page that is opened. */
  page: number;
  /** By `draftKey`. */
  kept: Drafts<KeptDraft>;
}

const store = createStore<QueueEditorState>(() => ({ target: { kind: 'list' }, page: 0, kept: {} }));

const STORAGE_KEY = 'docket.queue-drafts';

export function useQueueEditor<Value>(select: (state: QueueEditorState) => Value): Value {
  return useStore(store, select);
}

export function queueTarget(): QueueTarget {
  return store.getState().target;
}

export function queuePage(): number {
  return store.getState().page;
}

export function openQueueTarget(target: QueueTarget): void {
  store.setState(({ target: before, page }) => ({ target, page: isSame(before, target) ? page : page + 1 }));
}

/** What was new until now goes on as the queue that it has become, on the same page. Gives back whether that is still open. */
export function openMadeQueue(id: string, page: number): boolean {
  const isOpen = queuePage() === page;
  if (isOpen) store.setState({ target: { kind: 'queue', id } });
  return isOpen;
}

function isSame(a: QueueTarget, b: QueueTarget): boolean {
  return a.kind === b.kind && (a.kind !== 'queue' || b.kind !== 'queue' || a.id === b.id);
}

/** Keeps what was typed; null: nothing is left to save. */
export function keepQueueDraft(key: string, kept: KeptDraft | null): void {
  store.setState((before) => ({ kept: withDraft(before.kept, key, kept) }));
}

/** Takes up what an account typed and did not save, and keeps it from now on, over restarts too. Gives back its end. */
export function connectQueueDrafts(storage: DraftStorage, accountKey: string): () => void {
  const name = `${STORAGE_KEY}.${accountKey}`;
  store.setState({ kept: readDrafts(storage, name, isKept) });
  return store.subscribe(({ kept }, before) => {
    if (kept !== before.kept) writeDrafts(storage, name, kept);
  });
}

function isKept(value: unknown): value is KeptDraft {
  const { base, draft } = { ...(value as Partial<KeptDraft> | null) };
  const isDraft = typeof draft === 'object' && draft !== null && typeof draft.name === 'string' && draft.condition?.kind === 'group';
  return isDraft && (base === null || typeof base === 'object') && Array.isArray(draft.skills) && typeof draft.priority === 'string';
}
