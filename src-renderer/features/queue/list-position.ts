/** The column heads, which stay at the top of what scrolls. */
export const LIST_HEADER_PX = 28;

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
