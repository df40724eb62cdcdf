import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiFailure, ApiOutcome } from '../../../data/api-client.ts';
import { type Load, useResource } from '../../../state/use-resource.ts';

/** What pages are made of: a reload keeps the pages that were read, by the ids of their items. */
export interface Identified {
  id: string;
}

interface Page<Item> {
  items: readonly Item[];
  meta: { next_cursor: string | null; has_more: boolean };
}

/** Asks for a page; without a cursor for the first one. */
export type LoadPage<Item> = (cursor: string | undefined, signal: AbortSignal) => Promise<ApiOutcome<Page<Item>>>;

export interface PageList<Item> {
  value: readonly Item[] | null;
  failure: ApiFailure | null;
  busy: boolean;
  hasMore: boolean;
  loadMore: () => void;
  /** Asks for the first page again, and puts what is new before what is there. */
  reload: () => void;
}

/** A list that comes in pages, newest first. */
export function usePageList<Item extends Identified>(loadPage: LoadPage<Item>): PageList<Item> {
  const load: Load<Page<Item>> = useCallback((signal) => loadPage(undefined, signal), [loadPage]);
  const first = useResource(load);
  const [further, setFurther] = useState<{ of: LoadPage<Item>; items: readonly Item[]; cursor: string | null }>({
    of: loadPage,
    items: [],
    cursor: null,
  });
  const [more, setMore] = useState<{ busy: boolean; failure: ApiFailure | null }>({ busy: false, failure: null });
  const ending = useRef<AbortController | null>(null);
  useEffect(() => () => ending.current?.abort(), []);

  const own = further.of === loadPage ? further : null;
  const hasFurther = own !== null && own.items.length > 0;
  const cursor = hasFurther ? own.cursor : (first.value?.meta.next_cursor ?? null);
  const loadMore = async () => {
    if (cursor === null || more.busy) return;
    const controller = new AbortController();
    ending.current = controller;
    setMore({ busy: true, failure: null });
    const outcome = await loadPage(cursor, controller.signal);
    if (controller.signal.aborted) return;
    setMore({ busy: false, failure: outcome.ok ? null : outcome });
    if (outcome.ok) {
      const before = hasFurther ? own.items : (first.value?.items ?? []);
      setFurther({ of: loadPage, items: [...before, ...outcome.value.items], cursor: outcome.value.meta.next_cursor });
    }
  };
  return {
    value: first.value === null ? null : hasFurther ? merged(first.value.items, own.items) : first.value.items,
    failure: first.failure ?? more.failure,
    busy: first.busy || more.busy,
    hasMore: cursor !== null,
    loadMore: () => void loadMore(),
    reload: first.reload,
  };
}

/** The newer first page before the rest; an item that is in both is as the newer one says. */
function merged<Item extends Identified>(newer: readonly Item[], older: readonly Item[]): readonly Item[] {
  const known = new Set(newer.map(({ id }) => id));
  return [...newer, ...older.filter(({ id }) => !known.has(id))];
}
