import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { JsonValue } from '../../../src-shared/schema/task.ts';
import { deletedItem } from '../deleted-item.ts';
import type { ItemPage, VendorItem } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { IntercomObject } from './intercom-items.ts';
import { type IntercomReading, readRecords } from './intercom-reading.ts';
import { DeletedPage } from './intercom-shapes.ts';
import { type SearchFilter, searchInOrder, type TimeWindow } from './search-in-order.ts';

/** Read again each time: searches may lag behind, and records move while they are read. */
const OVERLAP_SECONDS = 120;
const DELETED_PAGE_ITEMS = 60;

const Seconds = Type.Integer({ minimum: 0 });
const ByObject = Type.Object({ ticket: Type.Optional(Seconds), conversation: Type.Optional(Seconds) });

/** When what was seen last was changed, by Intercom's clock. */
const Watermark = Type.Object({ newest: ByObject, deleted: Seconds });
type Watermark = Static<typeof Watermark>;

const Progress = Type.Object({
  object: Type.Union([Type.Literal('ticket'), Type.Literal('conversation')]),
  after: Seconds,
  /** When the newest was changed as this run began. */
  until: ByObject,
  seen: Type.Integer(),
  total: Type.Integer(),
});
type Progress = Static<typeof Progress>;

const OPEN: Record<IntercomObject, SearchFilter> = {
  ticket: { field: 'open', operator: '=', value: true },
  // Snoozed ones are open.
  conversation: { field: 'state', operator: '!=', value: 'closed' },
};

export async function* readChangesOf(
  reading: IntercomReading,
  watermark: JsonValue | null,
  resume: JsonValue | null,
): AsyncGenerator<ItemPage> {
  const known = Check(Watermark, watermark) ? watermark : null;
  const progress = await beginOrResume(reading, resume, (object) => known?.newest[object] === undefined);
  yield* readObjects(reading, progress, (object) => {
    const newest = known?.newest[object];
    const until = progress.until[object] ?? 0;
    // What was never mirrored is imported: all that is open.
    if (newest === undefined) return { field: 'created_at', filters: [OPEN[object]], after: 0, until };
    return { field: 'updated_at', filters: [], after: Math.max(0, newest - OVERLAP_SECONDS), until };
  });
  const deleted = yield* readDeleted(reading, known);
  const newest = { ...known?.newest };
  for (const object of reading.searches.keys()) newest[object] = Math.max(newest[object] ?? 0, progress.until[object] ?? 0);
  yield { items: [], resume: null, watermark: { newest, deleted } };
}

/** By the time of creation, which never moves: nothing that stays open is missed, whatever changes meanwhile. */
export async function* readOpenOf(reading: IntercomReading, resume: JsonValue | null): AsyncGenerator<ItemPage> {
  const progress = await beginOrResume(reading, resume, () => true);
  yield* readObjects(reading, progress, (object) => ({
    field: 'created_at',
    filters: [OPEN[object]],
    after: 0,
    until: progress.until[object] ?? 0,
  }));
  yield { items: [], resume: null };
}

async function beginOrResume(
  reading: IntercomReading,
  resume: JsonValue | null,
  isImport: (object: IntercomObject) => boolean,
): Promise<Progress> {
  if (Check(Progress, resume) && reading.searches.has(resume.object)) return resume;
  const until: Progress['until'] = {};
  let total = 0;
  for (const [object, search] of reading.searches) {
    until[object] = (await search.findNewest()) ?? 0;
    if (isImport(object)) total += await search.count([OPEN[object]]);
  }
  const [object = 'ticket'] = reading.searches.keys();
  return { object, after: 0, until, seen: 0, total };
}

async function* readObjects(
  reading: IntercomReading,
  progress: Progress,
  windowOf: (object: IntercomObject) => TimeWindow,
): AsyncGenerator<ItemPage> {
  const place = await reading.place();
  const objects = [...reading.searches];
  let { after, seen } = progress;
  for (const [object, search] of objects.slice(objects.findIndex(([name]) => name === progress.object))) {
    const window = windowOf(object);
    const isOpenAsked = window.filters.length > 0;
    for await (const page of searchInOrder(search, { ...window, after: Math.max(window.after, after) })) {
      const { items, skipped } = readRecords(object, page.records, place);
      seen += items.length;
      yield {
        // Where Intercom and we do not mean the same by open, ours counts.
        items: isOpenAsked ? items.filter(({ state }) => state === 'open') : items,
        ...(skipped.length > 0 ? { skipped } : {}),
        resume: { ...progress, object, after: page.after, seen },
        ...(isOpenAsked ? { total: Math.max(progress.total, seen) } : {}),
      };
    }
    after = 0;
  }
}

/** The newest first, back to what was seen before. Gives back when the newest was deleted, for the next watermark. */
async function* readDeleted(reading: IntercomReading, known: Watermark | null): AsyncGenerator<ItemPage, number> {
  if (!reading.searches.has('conversation')) return known?.deleted ?? 0;
  let newest = known?.deleted ?? 0;
  for (let number = 1; ; number += 1) {
    const page = await findDeleted(reading, number);
    if (page === null) return newest;
    const items: VendorItem[] = [];
    for (const { id, deleted_at: deletedAt } of page.conversations) {
      if (deletedAt != null) newest = Math.max(newest, deletedAt);
      items.push(deletedItem(`conversation:${id}`));
    }
    // At a first import there is nothing of ours that could have been deleted.
    if (known === null) return newest;
    if (items.length > 0) yield { items, resume: null };
    const oldest = page.conversations.at(-1)?.deleted_at ?? 0;
    if (oldest < known.deleted - OVERLAP_SECONDS || number >= (page.pages?.total_pages ?? 1)) return newest;
  }
}

/** Null where the workspace does not offer it: then deletions are found by reconciling. */
async function findDeleted({ api, warn }: IntercomReading, page: number): Promise<Static<typeof DeletedPage> | null> {
  try {
    return await api.call({
      method: 'GET',
      path: '/conversations/deleted',
      query: { page, per_page: DELETED_PAGE_ITEMS, order: 'desc' },
      answer: DeletedPage,
      right: 'Read conversations',
    });
  } catch (error) {
    if (!(error instanceof VendorError) || !['forbidden', 'not_found', 'rejected'].includes(error.reason)) throw error;
    warn(`Intercom does not list deleted conversations: they are found at the next whole reconciliation. ${error.message}`);
    return null;
  }
}
