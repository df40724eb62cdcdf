import type { JsonValue } from '../../../src-shared/schema/task.ts';
import type { ItemPage, VendorItem } from '../vendor.ts';
import { closeItems } from './close-items.ts';
import { type ConnectorState, changeState } from './connector-state.ts';
import { record, runWith, type Turn, withProblem } from './connector-turn.ts';
import { countClosing, countOpen, findItems, holdClosing, type ItemRow, listClosing, listUnseen, saveItem } from './item-rows.ts';
import { mapItem } from './map-item.ts';
import { findNewPeople } from './read-people.ts';
import { type StoredRun, saveRun } from './run-rows.ts';
import { saysTheSame, storeItems } from './store-items.ts';
import { writeBackMeanwhile } from './write-back.ts';

/** Items in one transaction: a page may hold a thousand, and others want to write too. */
const ITEMS_AT_ONCE = 100;
/** Vendors' lists lag behind what was written or read singly, by less than this. */
const LAG_MICROS = 300_000_000;
/** So few are closed without a question, whatever share they are. */
const UNASKED_CLOSINGS = 3;
const SAMPLES = 20;
const LAST_RUN_OF_ALL = 'confirmed';

/** Reads what changed since the last time. Nothing is closed before everything was read. */
export async function mirrorChanges(turn: Turn, state: ConnectorState): Promise<void> {
  const { client } = turn.session;
  if (!client.readChanges) throw new Error('this kind has no list of changes');
  let isEnded = false;
  for await (const page of client.readChanges(state.watermark, state.resumeChanges)) {
    isEnded = page.watermark !== undefined;
    const kept = isEnded ? { watermark: page.watermark as JsonValue, resumeChanges: null } : { resumeChanges: page.resume };
    await storePage(turn, page, null, kept);
    await writeBackMeanwhile(turn);
  }
  if (!isEnded) await turn.commit((sql) => changeState(sql, turn.context.connector.id, { resumeChanges: null }));
  await closeWhatIsClosed(turn);
}

/** Reads everything that is open, and asks for what did not come. */
export async function mirrorAll(turn: Turn, state: ConnectorState): Promise<void> {
  const { id } = turn.context.connector;
  const round = state.resumeFull === null ? state.round + 1 : state.round;
  await turn.commit((sql) => changeState(sql, id, { round }));
  for await (const page of turn.session.client.readAllOpen(state.resumeFull)) {
    await storePage(turn, page, round, { resumeFull: page.resume });
    await writeBackMeanwhile(turn);
  }
  await reconcileUnseen(turn, round);
  await turn.commit((sql) => changeState(sql, id, { resumeFull: null }));
  await closeWhatIsClosed(turn);
}

/** Reads some items singly. */
export async function mirrorItems(turn: Turn, externalIds: readonly string[]): Promise<void> {
  for (const some of inPieces(externalIds, ITEMS_AT_ONCE)) {
    await storeDirectly(turn, await turn.session.client.readItems(some), null);
  }
  await closeWhatIsClosed(turn);
}

async function storePage(turn: Turn, page: ItemPage, round: number | null, kept: Partial<ConnectorState>): Promise<void> {
  const run = runOf(turn);
  const items = await readLaggingAgain(turn, page.items);
  await findNewPeople(turn, items);
  const pieces = items.length === 0 ? [[]] : [...inPieces(items, ITEMS_AT_ONCE)];
  for (const [at, piece] of pieces.entries()) {
    const isLast = at === pieces.length - 1;
    await storePiece(turn, piece, { round, isDirect: false }, isLast ? kept : {}, {
      ...(page.total === undefined ? {} : { total: page.total }),
    });
  }
  const skipped = page.skipped ?? [];
  if (skipped.length === 0) return;
  let next = runWith(turn, runOf(turn), { skipped: skipped.length });
  for (const { externalId, reason } of skipped) next = withProblem(turn, next, new SkippedItem(reason), externalId);
  await record(turn, next, async (sql) => {
    // What cannot be read is there all the same.
    const ids = skipped.flatMap(({ externalId }) => (externalId === null ? [] : [externalId]));
    for (const row of (await findItems(sql, run.connectorId, ids)).values()) {
      await saveItem(sql, run.connectorId, { ...row, absences: 0, ...(round === null ? {} : { round }) });
    }
  });
}

class SkippedItem extends Error {}

async function storeDirectly(turn: Turn, items: readonly VendorItem[], round: number | null): Promise<void> {
  for (const piece of inPieces(items, ITEMS_AT_ONCE)) await storePiece(turn, piece, { round, isDirect: true }, {}, {});
}

async function storePiece(
  turn: Turn,
  piece: readonly VendorItem[],
  options: { round: number | null; isDirect: boolean },
  kept: Partial<ConnectorState>,
  totals: { total?: number },
): Promise<void> {
  const { context } = turn;
  const names = new Set(piece.flatMap(({ fields }) => Object.keys(fields)));
  const before = runOf(turn);
  const withRequests = runWith(turn, before, totals);
  let next = withRequests;
  await turn.commit(async (sql) => {
    const { counts, problems } = await storeItems(sql, context, piece, options);
    next = runWith(turn, withRequests, counts);
    for (const { externalId, message } of problems) next = withProblem(turn, next, new SkippedItem(message), externalId);
    await changeState(sql, context.connector.id, kept);
    await saveRun(sql, next);
  });
  turn.run = next;
  turn.context = { ...context, knownFields: new Set([...context.knownFields, ...names]) };
}

/** A list may show an item as it was before we wrote it, or read it singly: those are read singly again. */
async function readLaggingAgain(turn: Turn, items: readonly VendorItem[]): Promise<readonly VendorItem[]> {
  const { context, dependencies } = turn;
  const since = context.clock.nowMicros() - LAG_MICROS;
  const rows = await dependencies.database.read(async (sql) => {
    const found = new Map<string, ItemRow>();
    for (const piece of inPieces(items, ITEMS_AT_ONCE)) {
      const ids = piece.map(({ externalId }) => externalId);
      for (const [id, row] of await findItems(sql, context.connector.id, ids)) found.set(id, row);
    }
    return found;
  });
  const doubtful = items.filter((item) => {
    const row = rows.get(item.externalId);
    return row !== undefined && row.direct_at > since && !saysTheSame(row, mapItem(context.mapping, item));
  });
  if (doubtful.length === 0) return items;
  const read = new Map<string, VendorItem>();
  for (const piece of inPieces(doubtful, ITEMS_AT_ONCE)) {
    for (const item of await turn.session.client.readItems(piece.map(({ externalId }) => externalId))) read.set(item.externalId, item);
  }
  return items.map((item) => read.get(item.externalId) ?? item);
}

/** Open items that the whole list did not hold: closed, gone, or overlooked. The vendor is asked about each. */
async function reconcileUnseen(turn: Turn, round: number): Promise<void> {
  const { connector } = turn.context;
  let after = '';
  for (;;) {
    const rows = await turn.dependencies.database.read((sql) => listUnseen(sql, connector.id, round, after, ITEMS_AT_ONCE));
    const last = rows.at(-1);
    if (!last) return;
    after = last.external_id;
    const read = await turn.session.client.readItems(rows.map(({ external_id }) => external_id));
    const there = read.filter(({ state }) => state !== 'deleted');
    await storeDirectly(turn, there, round);
    const found = new Set(there.map(({ externalId }) => externalId));
    const absent = rows.filter(({ external_id }) => !found.has(external_id)).map(({ external_id }) => external_id);
    await countAbsences(turn, absent, round);
  }
}

async function countAbsences(turn: Turn, externalIds: readonly string[], round: number): Promise<void> {
  if (externalIds.length === 0) return;
  const { connector } = turn.context;
  await turn.commit(async (sql) => {
    for (const row of (await findItems(sql, connector.id, externalIds)).values()) {
      const absences = row.absences + 1;
      const closing = row.closing ?? (absences >= connector.safety.absences ? 'deleted' : null);
      await saveItem(sql, connector.id, { ...row, absences, round, closing });
    }
  });
}

/** The end of a run that read everything that it set out to read: only now is anything closed, and not too much of it. */
async function closeWhatIsClosed(turn: Turn): Promise<void> {
  const { connector } = turn.context;
  await closeHeld(turn, LAST_RUN_OF_ALL);
  const [count, open, samples] = await turn.dependencies.database.read(
    async (sql) =>
      [
        await countClosing(sql, connector.id),
        await countOpen(sql, connector.id),
        await samplesOf(sql, await listClosing(sql, connector.id, null, SAMPLES)),
      ] as const,
  );
  if (count === 0) return;
  if (isTooMuch(count, open, connector.safety.maximum_closing_share)) {
    const run = runOf(turn);
    await record(turn, { ...runWith(turn, run, {}), status: 'halted', closings: { count, open, samples } }, (sql) =>
      holdClosing(sql, connector.id, run.id),
    );
    return;
  }
  await closeHeld(turn, null);
}

export function isTooMuch(count: number, open: number, share: number): boolean {
  return count > UNASKED_CLOSINGS && count > open * share;
}

async function closeHeld(turn: Turn, runId: string | null): Promise<void> {
  for (;;) {
    const { context } = turn;
    const rows = await turn.dependencies.database.read((sql) => listClosing(sql, context.connector.id, runId, ITEMS_AT_ONCE));
    if (rows.length === 0) return;
    const ids = rows.map(({ external_id }) => external_id);
    const before = runWith(turn, runOf(turn), {});
    let next: StoredRun = before;
    await turn.commit(async (sql) => {
      const closed = await closeItems(sql, context, [...(await findItems(sql, context.connector.id, ids)).values()]);
      next = runWith(turn, before, { closed });
      await saveRun(sql, next);
    });
    turn.run = next;
  }
}

async function samplesOf(sql: Parameters<typeof findItems>[0], rows: readonly ItemRow[]) {
  const samples = [];
  for (const { external_id, task_uid } of rows) {
    const task = await sql.get<{ fields: string }>('SELECT fields FROM tasks WHERE uid = ?', [task_uid]);
    const { title } = task ? (JSON.parse(task.fields) as { title?: unknown }) : {};
    samples.push({ external_id, title: typeof title === 'string' ? title : null });
  }
  return samples;
}

function runOf(turn: Turn): StoredRun {
  if (!turn.run) throw new Error('no run is being recorded');
  return turn.run;
}

function* inPieces<Value>(values: readonly Value[], size: number): Generator<Value[]> {
  for (let at = 0; at < values.length; at += size) yield values.slice(at, at + size);
}
