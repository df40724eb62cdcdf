/** The column heads, which stay at the top of what scrolls. */
export const LIST_HEADER_PX = 28;

/**
 * Where the keyboard goes when the list changed: it stays on its task; if that left, on the next one that is still
 * there, else on the one before.
 */
export function followActive(before: readonly string[], after: readonly string[], activeUid: string | null): string | null {
  if (after.length === 0) return null;
  if (activeUid === null) return after[0] ?? null;
  if (after.includes(activeUid)) return activeUid;
  const place = before.indexOf(activeUid);
  if (place === -1) return after[0] ?? null;
  return firstListed(before.slice(place + 1), after) ?? firstListed(before.slice(0, place).reverse(), after) ?? after[0] ?? null;
}

/** Of so few a set is made in no time. */
const FEW_IDS = 4_000;
/** So many are looked for one by one, then in sets, each so many times as large as the one before. */
const NEXT_IDS = 8;

/** The first that is listed. It is nearly always one of the next few, and a set of 100,000 ids takes longer than a frame. */
function firstListed(uids: readonly string[], listed: readonly string[]): string | null {
  if (listed.length > FEW_IDS) return uids.slice(0, NEXT_IDS).find((uid) => listed.includes(uid)) ?? firstFarther(uids, listed);
  const few = new Set(listed);
  return uids.find((uid) => few.has(uid)) ?? null;
}

function firstFarther(uids: readonly string[], listed: readonly string[]): string | null {
  for (let from = NEXT_IDS; from < uids.length; from *= NEXT_IDS) {
    const wanted = new Set(uids.slice(from, from * NEXT_IDS));
    const found = new Set(listed.filter((uid) => wanted.has(uid)));
    for (const uid of wanted) if (found.has(uid)) return uid;
  }
  return null;
}

/** Rows that a page has at most. */
const NEAR_ROWS = 100;

/** The place of an id in the list, looked for first around a place; -1: it is not there. */
export function indexNear(ids: readonly string[], uid: string | null, index: number): number {
  if (uid === null) return -1;
  const start = Math.max(0, index - NEAR_ROWS);
  const near = ids.slice(start, index + NEAR_ROWS).indexOf(uid);
  return near === -1 ? ids.indexOf(uid) : start + near;
}

/** How many rows came in above the active one (negative: left), so that the scroll position can make up for it. */
export function rowsShifted(before: readonly string[], after: readonly string[], activeUid: string | null): number {
  if (activeUid === null) return 0;
  const [from, to] = [before.indexOf(activeUid), after.indexOf(activeUid)];
  return from === -1 || to === -1 ? 0 : to - from;
}

/** The index that a move of so many rows ends on. From nowhere, down is the first row and up the last. */
export function movedIndex(from: number, rows: number, count: number): number {
  if (count === 0) return -1;
  if (from === -1) return rows > 0 ? 0 : count - 1;
  return Math.max(0, Math.min(count - 1, from + rows));
}
